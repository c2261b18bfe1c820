# Wins: a line that somebody is proud of.

command-win = рассказать о победе
form-PostWin = рассказ о победе
win-ask =
    🏁 <b>Чем поделиться с командой?</b>
    Одной-двумя строками, например: «Вектор» подписали на год.
win-review =
    Так это увидят в { $places }.
    Чтобы изменить, напишите иначе.
win-post =
    🏁 <b>Победа</b> · { $name }
    { $said }
win-send = Отправить
win-posted = ✅ Отправлено.
error-nowhere-to-post =
    Победы пока нигде не появляются.
    РОП включает их для группы или канала: /places
