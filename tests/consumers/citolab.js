/* Lets qti-components score responses: for each item, [xml, [response, ...]], the scores. */
window.score = async (items) => {
  const scores = [];
  for (const [xml, responses] of items) {
    const holder = document.createElement("item-container");
    holder.itemXML = xml;
    const ready = new Promise((done) =>
      document.addEventListener(
        "qti-assessment-item-connected",
        (event) => done(event.composedPath()[0]),
        { once: true },
      ),
    );
    const frame = document.createElement("qti-item");
    frame.append(holder);
    document.body.replaceChildren(frame);
    const item = await ready;
    await item.updateComplete;
    await new Promise((done) => setTimeout(done));
    scores.push(
      responses.map((response) => {
        item.resetResponses();
        item.updateResponseVariable("RESPONSE", response);
        item.processResponse();
        return Number(item.getOutcome("SCORE").value);
      }),
    );
  }
  return scores;
};
