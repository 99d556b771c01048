/* Lets qti3-item-player score responses, which it puts into its controls and reads back: for each
   item, [xml, [response, ...]], the scores. */
window.score = async (items) => {
  let wake = {};
  const hear = (name) => new Promise((done) => (wake[name] = done));
  const mounted = hear("mounted");
  document.body.innerHTML = "<div></div>";
  const on = {
    notifyQti3PlayerReady: (player) => wake.mounted(player),
    notifyQti3ItemReady: () => wake.ready(),
    notifyQti3EndAttemptCompleted: ({ state }) => wake.ended(state),
  };
  new Vue({ render: (make) => make(qti3Player, { on }) }).$mount("body > div");
  const player = await mounted;
  const session = { max_attempts: 0, show_feedback: false, validate_responses: false };

  let count = 0;

  async function attempt(xml, state) {
    const guid = `attempt${count++}`;
    const ready = hear("ready");
    const told = { guid, status: "interacting", sessionControl: session };
    const anew = `${xml}<!--${guid}-->`; // the same text twice would not be drawn again
    player.loadItemFromXml(anew, state ? { ...told, state: { ...state, guid } } : told);
    await ready;
    const ended = hear("ended");
    player.endAttempt("test");
    return await ended;
  }

  const scores = [];
  for (const [xml, responses] of items) {
    const row = [];
    const blank = await attempt(xml);
    for (const response of responses) {
      const state = structuredClone(blank);
      state.responseVariables.find((v) => v.identifier === "RESPONSE").value = response;
      const after = await attempt(xml, state);
      row.push(Number(after.outcomeVariables.find((v) => v.identifier === "SCORE").value));
    }
    scores.push(row);
  }
  return scores;
};
