// Attaching: pictures, files, voices, the own contact, a place.

import { make } from "./dom.js";
import { openMenu } from "./menu.js";
import { say } from "./words.js";

const KREMLIN = { latitude: 55.751244, longitude: 37.618423 };
const ACCEPTED = { photo: "image/png,image/jpeg,image/gif,image/webp", document: "", voice: "audio/*" };

export function attachMenu(composer, near) {
  const { column } = composer;
  openMenu(say("composer.attach"), [
    { sign: "photo", words: say("composer.photo"), act: () => pick(composer, "photo") },
    { sign: "file", words: say("composer.file"), act: () => pick(composer, "document") },
    { sign: "microphone", words: say("composer.audio"), act: () => pick(composer, "voice") },
    { sign: "person", words: say("composer.contact"), act: () => column.send({ contact: true, ...replyOf(composer) }) },
    { sign: "place", words: say("composer.location"), act: () => column.send({ location: KREMLIN, ...replyOf(composer) }) },
  ], near);
}

function replyOf(composer) {
  const { about } = composer;
  composer.dismiss();
  return about?.reply ? { reply_to: about.message.id } : {};
}

function pick(composer, kind) {
  const input = make("input", { type: "file", accept: ACCEPTED[kind], multiple: true });
  input.addEventListener("change", () => sendFiles(composer, [...input.files], kind));
  input.click();
}

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

/** One message each; the words that were typed go with the first. */
export async function sendFiles(composer, files, kind) {
  for (const file of files) {
    const fitting = kind === "photo" && !PICTURE.test(file.type) ? "document" : kind;
    await sendFile(composer, file, fitting);
  }
}

/** `file`: a File or Blob. */
export async function sendFile(composer, file, kind, name = file.name) {
  const content = { name, base64: await base64Of(file), mime: file.type.split(";")[0] || undefined };
  return composer.column.send({ [kind]: content, ...composer.takeCaption() });
}

function base64Of(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",", 2)[1] ?? "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
