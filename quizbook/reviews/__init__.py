"""The reviewer's kit: a packet to read and judge offline, and what is done with the answer."""
