/* A talk aloud: hold to speak, hear the member. What was understood goes into the box; the text stays the truth. */

import { ask } from "./ask.js";
import { canListen, Microphone } from "./listening.js";
import { ownVoice, Speaker } from "./speaking.js";

/** Milliseconds: a shorter press is a tap, which records until the next one. */
const TAP_MS = 350;
const WANTED = "coach:aloud";

export class Aloud {
  /** `room`: the talk's element; it has the box, the words, and a place to tell things. */
  constructor(room) {
    this.room = room;
    const { hears, speaks, language, pitch, pace, longest } = room.dataset;
    this.longest = Number(longest);
    this.hold = room.querySelector("[data-hold]");
    this.hearing = room.querySelector("[data-hear]");
    this.speaker = new Speaker({
      path: room.path,
      served: speaks === "yes",
      language,
      pitch: Number(pitch),
      pace: Number(pace),
      lost: () => {
        room.tell(room.say("voice_lost"));
        this.offer();
      },
    });
    this.hold.hidden = hears !== "yes" || !canListen();
    this.forget();
    this.offer();
    this.listen(room.leaving.signal);
  }

  listen(signal) {
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    on(this.hearing, "click", () => this.choose(!this.wanted));
    if (window.speechSynthesis) on(speechSynthesis, "voiceschanged", () => this.offer());
    on(this.room, "pointerdown", () => this.wanted && this.speaker.wake());
    on(this.room, "keydown", () => this.wanted && this.speaker.wake());
    if (this.hold.hidden) return;
    on(this.hold, "pointerdown", (event) => {
      event.preventDefault();
      this.hold.setPointerCapture(event.pointerId);
      this.press();
    });
    for (const event of ["pointerup", "pointercancel"]) on(this.hold, event, () => this.release());
    on(this.room, "keydown", (event) => {
      const here = event.target === this.hold && [" ", "Enter"].includes(event.key);
      if (!here && !(event.ctrlKey && event.code === "Space")) return;
      event.preventDefault();
      if (!event.repeat) this.press();
      this.key = event.code;
    });
    on(this.room, "keyup", (event) => {
      if (event.code !== this.key) return;
      this.key = null;
      event.preventDefault();
      this.release();
    });
    on(document, "visibilitychange", () => document.hidden && this.microphone && this.finish());
  }

  /* Hearing the member. */

  get able() {
    return this.speaker.served || Boolean(ownVoice(this.speaker.language));
  }

  get wanted() {
    return this.able && localStorage.getItem(WANTED) === "yes";
  }

  offer() {
    this.hearing.hidden = !this.able;
    this.hearing.setAttribute("aria-pressed", String(this.wanted));
  }

  choose(wanted) {
    localStorage.setItem(WANTED, wanted ? "yes" : "no");
    if (!wanted) this.speaker.hush();
    this.offer();
    if (wanted) this.speaker.wake();
  }

  /** A reply begins. */
  begins() {
    this.speaker.begin();
  }

  /** What the member said so far; `whole`: all of it is there. */
  says(turn, text, whole = false) {
    if (whole) this.answeredAt = performance.now();
    if (this.wanted && !this.microphone) this.speaker.feed(turn, text, whole);
  }

  /* Being heard. */

  async press() {
    if (this.microphone) return this.finish();
    if (this.busy) return undefined;
    const over = this.speaker.speaking;
    const since = this.speaker.endedAt ?? this.answeredAt;
    const pause = since === null || this.spoken ? null : Math.max(0, (performance.now() - since) / 1000);
    this.speaker.hush();
    if (this.room.classList.contains("replying")) this.room.stop();
    this.pressedAt = performance.now();
    this.down = true;
    this.busy = true;
    const microphone = new Microphone();
    try {
      await microphone.open();
    } catch (fault) {
      microphone.release();
      const refused = fault.name === "NotAllowedError" || fault.name === "SecurityError";
      return this.room.tell(this.room.say(refused ? "microphone_refused" : "no_microphone"));
    } finally {
      this.busy = false;
    }
    this.microphone = microphone;
    this.began = { pause, over };
    this.mark(true);
    this.room.tell(this.room.say(this.down ? "listening" : "listening_on"));
    this.limit = setTimeout(() => this.finish(true), this.longest * 1000);
    return undefined;
  }

  release() {
    this.down = false;
    if (this.microphone && performance.now() - this.pressedAt > TAP_MS) this.finish();
    else if (this.microphone) this.room.tell(this.room.say("listening_on"));
  }

  async finish(tooLong = false) {
    const { microphone, began } = this;
    this.microphone = null;
    clearTimeout(this.limit);
    this.mark(false);
    const { sound, seconds, silent } = await microphone.close();
    if (silent) return this.room.tell(this.room.say("silent"));
    return this.understand(sound, { ...began, seconds }, tooLong);
  }

  async understand(sound, spoken, tooLong = false) {
    const { room } = this;
    this.busy = true;
    room.tell(room.say("understanding"));
    const seconds = Math.min(spoken.seconds, this.longest);
    let text;
    try {
      ({ text } = await (await ask(`${room.path}/hear?seconds=${seconds.toFixed(2)}`, { method: "POST", sound })).json());
    } catch (fault) {
      const again = room.notice.button("hear_again", () => this.understand(sound, spoken));
      return room.tell(fault.name === "TypeError" ? room.say("lost_sound") : fault.message, again);
    } finally {
      this.busy = false;
    }
    if (!text) return room.tell(room.say("no_words"));
    this.keep({ ...spoken, seconds });
    room.put([room.box.value.trim(), text].filter(Boolean).join(" "));
    return room.tell(room.say(tooLong ? "spoke_long" : "understood"));
  }

  mark(on) {
    this.hold.classList.toggle("on", on);
    this.hold.setAttribute("aria-pressed", String(on));
  }

  /* How the turn was spoken, for the debrief. */

  keep({ seconds, pause, over }) {
    const before = this.spoken ?? { seconds: 0, pause, over: false, heard: 0 };
    this.spoken = { ...before, seconds: Math.min(before.seconds + seconds, 600), over: before.over || over };
    this.spoken.heard += this.speaker.heard;
    this.speaker.heard = 0;
  }

  /** The turn is sent: the next one is measured anew. */
  forget() {
    this.spoken = null;
    this.answeredAt = this.speaker.endedAt = null;
  }

  /** Leave: the microphone is let go of, and nobody speaks on. */
  close() {
    clearTimeout(this.limit);
    this.microphone?.release();
    this.microphone = null;
    this.speaker.hush();
  }
}
