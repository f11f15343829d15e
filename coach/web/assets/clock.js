/* A quiet clock: minutes that this talk was looked at since its first turn, kept over a reload. */

const TICK_MS = 5000;

export class Clock {
  constructor(place, talk, shown) {
    this.place = place;
    this.key = `clock:${talk}`;
    this.shown = shown;
    this.draw();
    if (this.gone) this.start();
  }

  get gone() {
    return Number(localStorage.getItem(this.key) ?? 0);
  }

  start() {
    this.ticking ??= setInterval(() => {
      if (document.hidden) return;
      localStorage.setItem(this.key, String(this.gone + TICK_MS));
      this.draw();
    }, TICK_MS);
  }

  pause() {
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  draw() {
    this.place.textContent = this.shown(Math.floor(this.gone / 60000));
  }
}
