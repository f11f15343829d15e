/* A quiet clock: minutes that this talk was looked at since its first turn, but for pauses; kept over a reload. */

const TICK_MS = 5000;

export class Clock {
  /** `shown` makes the words for so many minutes; `moved`, where it is set, is told when the clock stops or goes on. */
  constructor(place, talk, shown, signal) {
    Object.assign(this, { place, shown, key: `clock:${talk}`, pausedKey: `paused:${talk}`, moved: () => {} });
    window.addEventListener("storage", ({ key }) => key === this.pausedKey && this.follow(), { signal });
    if (this.gone) this.start();
    this.draw();
  }

  get gone() {
    return Number(localStorage.getItem(this.key) ?? 0);
  }

  get paused() {
    return localStorage.getItem(this.pausedKey) !== null;
  }

  start() {
    if (this.over || this.paused) return;
    this.ticking ??= setInterval(() => {
      if (document.hidden) return;
      localStorage.setItem(this.key, String(this.gone + TICK_MS));
      this.draw();
    }, TICK_MS);
  }

  /** Until `goOn`. */
  pause() {
    localStorage.setItem(this.pausedKey, "yes");
    this.follow();
  }

  goOn() {
    localStorage.removeItem(this.pausedKey);
    this.follow();
  }

  /** For good. */
  end() {
    this.over = true;
    this.halt();
  }

  /** As it was said here, or in another tab. */
  follow() {
    this.halt();
    if (this.gone) this.start();
    this.draw();
    this.moved();
  }

  halt() {
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  draw() {
    this.place.textContent = this.shown(Math.floor(this.gone / 60000), this.paused);
  }
}
