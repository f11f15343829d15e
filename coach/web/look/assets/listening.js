/* A microphone: records while it is wanted, and knows whether anything was to be heard. Nothing is kept. */

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
/** Loudness (root mean square, 0 to 1) that no recording with words in it stays below. */
const SILENT = 0.008;
const LOOK_MS = 80;
/** Speech needs no more; browsers would take four times as much. */
const BITS_A_SECOND = 32000;

/** Whether this browser can record here at all: a page that came over plain http can't. */
export const canListen = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.AudioContext);

export class Microphone {
  /** Begin. Throws what the browser says where there is no microphone, or it may not be used. */
  async open() {
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, channelCount: 1 },
    });
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
    this.parts = [];
    this.recorder.addEventListener("dataavailable", (event) => this.parts.push(event.data));
    this.loudest = 0;
    this.measure();
    this.began = performance.now();
    this.recorder.start();
  }

  measure() {
    this.sound = new AudioContext();
    const looks = this.sound.createAnalyser();
    this.sound.createMediaStreamSource(this.stream).connect(looks);
    const waves = new Float32Array(looks.fftSize);
    this.looking = setInterval(() => {
      looks.getFloatTimeDomainData(waves);
      this.loudest = Math.max(this.loudest, Math.sqrt(waves.reduce((sum, wave) => sum + wave * wave, 0) / waves.length));
    }, LOOK_MS);
  }

  get seconds() {
    return (performance.now() - this.began) / 1000;
  }

  /** End: what was recorded, how long it is, and whether it is silence. */
  async close() {
    const { seconds } = this;
    const ended = new Promise((resolve) => this.recorder.addEventListener("stop", resolve, { once: true }));
    this.recorder.stop();
    await ended;
    this.release();
    return { sound: new Blob(this.parts, { type: this.recorder.mimeType }), seconds, silent: this.loudest < SILENT };
  }

  /** Let go of the microphone, so that the browser no longer shows it in use. */
  release() {
    clearInterval(this.looking);
    this.sound?.close();
    this.stream?.getTracks().forEach((track) => track.stop());
  }
}
