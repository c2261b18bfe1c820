// Recording a voice message with the browser's own recorder.

import { sendFile } from "./attach.js";
import { iconButton, make } from "./dom.js";
import { toast } from "./notices.js";
import { say } from "./words.js";

export const canRecord = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

export class Recorder {
  /** `changed()` after the start and the end. */
  constructor(column, changed) {
    Object.assign(this, { column, changed, running: false });
    this.time = make("span", { className: "recorded", role: "timer" });
  }

  async start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      toast(say("composer.noMicrophone"), this.column.element);
      return;
    }
    this.tape = new MediaRecorder(stream);
    this.pieces = [];
    this.tape.addEventListener("dataavailable", (event) => this.pieces.push(event.data));
    this.tape.start();
    this.running = true;
    this.began = Date.now();
    this.ticks = setInterval(() => this.tick(), 250);
    this.tick();
    this.changed();
  }

  tick() {
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    this.time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  /** What the composer's line shows meanwhile. */
  parts() {
    const label = make("span", { className: "recording" }, make("i", {}), make("span", { textContent: say("composer.recording") }), this.time);
    return [
      iconButton("trash", say("composer.dropRecord"), () => this.stop()),
      label,
      iconButton("send", say("composer.send"), () => this.send(), "main"),
    ];
  }

  async send() {
    const type = this.tape.mimeType;
    await this.stop();
    const name = type.includes("ogg") ? "voice.ogg" : type.includes("mp4") ? "voice.m4a" : "voice.webm";
    await sendFile(this.column.composer, new Blob(this.pieces, { type }), "voice", name);
  }

  stop() {
    const ended = new Promise((done) => {
      this.tape.addEventListener("stop", done, { once: true });
    });
    this.tape.stop();
    for (const track of this.tape.stream.getTracks()) track.stop();
    clearInterval(this.ticks);
    this.running = false;
    this.changed();
    return ended;
  }
}
