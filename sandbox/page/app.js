// The page as a whole: everything is asked for at once, then drawn, then kept up to date by the server's events.

import { openChat, isOpen, reloadBoard, startBoard } from "./board.js";
import { on } from "./bus.js";
import { startChatList } from "./chatlist.js";
import { bot, loadChats } from "./chats.js";
import { startClock } from "./clockbar.js";
import { watchMessages } from "./incoming.js";
import { startEvents } from "./live.js";
import { startLook } from "./look.js";
import { trying } from "./notices.js";
import { startPlay } from "./playbar.js";
import { loadWords, say } from "./words.js";

const AGAIN = 2000;
const lostBar = document.getElementById("lost");

/** Many changes of a moment are one question. */
function soon(act) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    setTimeout(() => {
      asked = false;
      act();
    }, 60);
  };
}

async function reload() {
  lostBar.hidden = true;
  await trying(loadChats);
  await reloadBoard();
}

async function firstChats() {
  for (;;) {
    try {
      return await loadChats();
    } catch {
      lostBar.hidden = false;
      await new Promise((done) => { setTimeout(done, AGAIN); });
    }
  }
}

async function start() {
  await loadWords();
  document.title = say("title");
  document.getElementById("title").textContent = say("title");
  document.getElementById("lost").textContent = say("errors.lost");
  startLook();
  await firstChats();
  lostBar.hidden = true;
  document.getElementById("subtitle").textContent = bot.name;
  watchMessages(bot.id);
  startClock();
  startBoard();
  startChatList(openChat, isOpen);
  document.body.classList.remove("loading");
  on("people", soon(() => trying(loadChats)));
  on("lost", () => { lostBar.hidden = false; });
  on("reload", reload);
  startEvents();
  await startPlay();
}

start();
