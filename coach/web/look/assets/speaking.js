/* The member's voice: sentence by sentence while the rest still comes, from the server or by the browser's own voices. */

/** A sentence ends here, with a space after it. */
const END = /[.!?…]["'”’)]*(?=\s)/g;
/** Characters: what is shorter is spoken with what follows. */
const SHORT = 20;
const RATE = { slow: 0.6, quick: 1.4 };

/** A voice of the browser's that speaks this language without sending the words anywhere; none in many browsers. */
export function ownVoice(language) {
  const [wanted] = language.toLowerCase().split("-");
  const voices = window.speechSynthesis?.getVoices() ?? [];
  return voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(wanted));
}

export class Speaker {
  /** `path`: of the talk. `served`: whether the server can speak. `lost`: told when it can't after all. */
  constructor({ path, served, language, pitch, pace, lost }) {
    Object.assign(this, { path, served, language, pitch, pace, lost });
    this.player = new Audio();
    this.player.preload = "auto";
    this.heard = 0;
    this.endedAt = this.since = null;
    this.begin();
  }

  /** A new reply, of which nothing was spoken yet. */
  begin() {
    this.hush();
    this.quiet = false;
  }

  /** Browsers let a page make sound once a person has touched it; some, only the very player that played then. */
  wake() {
    if (this.awake) return;
    this.awake = true;
    this.player.muted = true;
    this.player.play().catch(() => {});
    this.player.pause();
    this.player.muted = false;
  }

  get speaking() {
    return this.running;
  }

  /** Speak what is new of a turn's text; `whole`: nothing will follow. */
  feed(turn, text, whole = false) {
    if (this.quiet) return;
    this.turn = turn;
    const letters = Array.from(text);
    const rest = letters.slice(this.place).join("");
    let cut = 0;
    for (const found of rest.matchAll(END)) {
      const end = found.index + found[0].length;
      if (end - cut < SHORT) continue;
      this.add(rest.slice(cut, end));
      cut = end;
    }
    if (whole && rest.slice(cut).trim()) this.add(rest.slice(cut));
    if (!this.running) this.run();
  }

  add(said) {
    const start = this.place;
    this.place += Array.from(said).length;
    this.queue.push({ turn: this.turn, start, end: this.place, text: said.trim() });
  }

  async run() {
    const mine = this.round;
    this.running = true;
    while (mine === this.round && this.queue.length) {
      const part = this.queue.shift();
      try {
        if (this.served) await this.play(part);
        else await this.utter(part);
      } catch {
        if (mine !== this.round) return;
        if (!this.served) break;
        this.served = false;
        this.lost();
        if (ownVoice(this.language)) this.queue.unshift(part);
        else this.queue = [];
        continue;
      } finally {
        if (mine === this.round) this.count();
      }
    }
    if (mine === this.round) this.running = false;
  }

  count() {
    if (this.since === null) return;
    this.endedAt = performance.now();
    this.heard += (this.endedAt - this.since) / 1000;
    this.since = null;
  }

  address({ turn, start, end }) {
    return `${this.path}/aloud?${new URLSearchParams({ turn, start, end })}`;
  }

  /** The first part is played while it arrives; the one after it is fetched meanwhile, so that there is no gap. */
  async play(part) {
    const { player } = this;
    player.src = part.ready ? await part.ready : this.address(part);
    const ended = new Promise((resolve, reject) => {
      this.stopped = reject;
      player.onended = resolve;
      player.onerror = reject;
      player.onplaying = () => {
        this.since ??= performance.now();
        this.fetchNext();
      };
    });
    player.play().catch((fault) => this.stopped(fault));
    try {
      await ended;
    } finally {
      if (part.ready) URL.revokeObjectURL(player.src);
    }
  }

  fetchNext() {
    const [next] = this.queue;
    if (!next || next.ready) return;
    next.ready = fetch(this.address(next))
      .then((answer) => (answer.ok ? answer.blob() : Promise.reject(answer)))
      .then((sound) => URL.createObjectURL(sound));
    next.ready.catch(() => {});
  }

  utter({ text }) {
    const voice = ownVoice(this.language);
    if (!voice) return Promise.reject(new Error("no voice"));
    return new Promise((resolve, reject) => {
      this.stopped = reject;
      const said = new SpeechSynthesisUtterance(text);
      said.voice = voice;
      said.lang = voice.lang;
      said.pitch = this.pitch;
      said.rate = Math.min(Math.max(this.pace, RATE.slow), RATE.quick);
      said.onstart = () => (this.since = performance.now());
      said.onend = resolve;
      said.onerror = reject;
      speechSynthesis.speak(said);
    });
  }

  /** Be quiet at once, and for the rest of this reply. */
  hush() {
    this.count();
    this.quiet = true;
    this.round = (this.round ?? 0) + 1;
    this.running = false;
    this.queue = [];
    this.place = 0;
    this.stopped?.(new Error("hushed"));
    this.stopped = null;
    this.player.pause();
    this.player.removeAttribute("src");
    window.speechSynthesis?.cancel();
  }
}
