/* What goes to and fro between the room and the server: how the talk stands, a turn, the reply to it, over cut lines too. */

import { ask, lines, Refusal } from "./ask.js";

const RETRY_MS = [500, 1000, 2000, 4000, 8000];

export class Exchange {
  /** `room` is the talk's: it shows what comes, and says what happened. */
  constructor(room) {
    this.room = room;
    this.followed = 0; // replies so far: whoever follows an earlier one is to let go of it
  }

  get said() {
    return this.room.said;
  }

  /* Knowing where the talk is. */

  async now() {
    return (await ask(this.room.path)).json();
  }

  /** Draw the talk as the server has it, and follow a reply under way. */
  async sync() {
    const { room } = this;
    room.set(true);
    let talk;
    try {
      talk = await this.now();
    } catch (fault) {
      return away(fault) ? this.lost(fault) : room.tell(fault.message);
    }
    room.draw(talk);
    room.tools.settle();
    if (talk.ended) return room.close(talk.left);
    if (talk.live) return this.follow(() => ask(`${room.path}/reply`));
    room.set(false);
    if (this.said.last?.speaker === "organizer") return this.offerAnswer();
    room.tell(this.said.last || room.notice.kept ? room.notice.kept : room.say("first"));
    room.tools.showPause();
  }

  offerAnswer(why = "") {
    const { room } = this;
    room.set(false, { waiting: true });
    const answer = () => this.follow(() => ask(`${room.path}/answer`, { method: "POST" }));
    room.tell(why || room.say("unanswered"), room.notice.button("answer", answer));
  }

  /** The server can't be reached, or can't reach what it keeps: look for it until it is there. `text` is a turn that may
   * not have arrived. */
  async lost(fault, text = null, after = 0) {
    const { room } = this;
    room.set(true);
    room.told(fault);
    for (let tries = 0; room.isConnected; tries += 1) {
      await new Promise((resolve) => {
        this.again = resolve;
        setTimeout(resolve, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      });
      let talk;
      try {
        talk = await this.now();
      } catch (fault) {
        if (!away(fault)) return room.tell(fault.message);
        continue;
      }
      const arrived = text === null || talk.turns.length > after;
      if (arrived && text !== null) this.sent();
      await this.sync();
      if (!arrived) this.giveBack(text, fault instanceof Refusal ? fault.message : room.say("not_sent"));
      else if (!room.busy && room.notice.empty) room.tell(room.say("found"));
      return;
    }
  }

  /* A turn. */

  async send() {
    const { room } = this;
    const text = room.box.value.trim();
    if (room.busy || room.waiting || !text || room.box.mind()) return;
    const after = this.said.turns.length;
    room.set(true);
    room.notice.kept = "";
    room.tell();
    this.said.fill(this.said.add(after + 1, "organizer"), { text });
    room.box.empty();
    this.said.down(true);
    room.clock.goOn();
    room.clock.start();
    const body = { text, after, spoken: room.aloud.spoken, clock: room.clock.gone / 1000 };
    let response;
    try {
      response = await ask(`${room.path}/turns`, { method: "POST", body });
    } catch (fault) {
      if (away(fault)) return this.lost(fault, text, after);
      this.said.bubble(after + 1)?.remove();
      this.giveBack(text, fault.message);
      return this.sync();
    }
    this.sent();
    this.said.turns.push({ speaker: "organizer", text });
    await this.follow(() => response);
  }

  sent() {
    this.room.aloud.forget();
    this.room.box.sent();
    this.room.others.postMessage("more");
  }

  giveBack(text, why) {
    this.room.box.giveBack(text);
    this.room.notice.kept = why;
    this.room.tell();
  }

  /** Show a reply as it comes. `start` gives the response that carries it. */
  async follow(start) {
    const { room, said } = this;
    const mine = (this.followed += 1);
    room.set(true, { replying: true });
    room.tell();
    room.aloud.begins();
    const n = said.turns.length + 1;
    const bubble = said.coming(n);
    const words = bubble.querySelector(".words");
    try {
      const response = await start();
      if (response.status === 204) return await this.sync();
      for await (const piece of lines(response)) {
        if (mine !== this.followed) return; // its words are being taken back
        if (piece.kind === "text") {
          words.textContent += piece.text;
          room.aloud.says(n, words.textContent);
          said.down();
        } else if (piece.kind === "failed") {
          bubble.remove();
          return this.offerAnswer(piece.text);
        } else if (piece.kind === "done") {
          return this.answered(n, piece.talk);
        }
      }
    } catch (fault) {
      if (mine !== this.followed) return;
      bubble.remove();
      if (away(fault)) return this.lost(fault);
      await this.sync();
      return room.tell(fault.message);
    }
    if (mine !== this.followed) return;
    bubble.remove();
    return this.lost();  // the stream broke off
  }

  /** Follow the reply under way no longer. */
  leave() {
    this.followed += 1;
    this.room.aloud.speaker.hush();
  }

  /** The reply is whole: show it as it was kept, and announce it once. */
  answered(n, talk) {
    const { room } = this;
    room.draw(talk);
    room.aloud.says(n, talk.turns[n - 1].text, true);
    room.announce(this.said.last);
    room.others.postMessage("more");
    if (talk.ended) return room.close(talk.left);
    room.set(false);
  }
}

/** Whether a fault may be over in a while: nothing answers, or it says that it can't just now. */
function away(fault) {
  return !(fault instanceof Refusal) || fault.status === 503;
}
