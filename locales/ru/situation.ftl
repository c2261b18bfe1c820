# «Сейчас»: the head's live picture.

command-now = что происходит прямо сейчас
menu-now = 📌 Сейчас
situation-title = 📌 <b>Сейчас</b> · на { $time }
situation-empty = ✅ Никто не ждёт, ничего не просрочено.
situation-more = И ещё: { $count }
situation-live = Обновляется само.
situation-stopped = Больше не обновляется: нажмите «Обновить».
situation-gone = Это уже решено.

situation-count-nobody = Ничьи: { $count }
situation-count-request = Заявки: { $count }
situation-count-answer = Ждут ответа: { $count }
situation-count-touch = Нет контакта: { $count }
situation-count-late = Просрочено: { $count }
situation-count-silent = Молчат: { $count }

situation-list-nobody = <b>Ничьи: { $count }</b>
situation-list-request = <b>Заявки без ответа: { $count }</b>
situation-list-answer = <b>Ждут ответа: { $count }</b>
situation-list-touch = <b>Приняты, контакта ещё нет: { $count }</b>
situation-list-late = <b>Просроченные шаги, человек: { $count }</b>
situation-list-silent = <b>Нет записей дольше обычного: { $count }</b>

situation-numbered = { $icon } { $number }. { $line }
situation-plain = { $icon } { $line }
situation-icon-late = ⚠️
situation-icon-waits = ⏰
situation-line-nobody = { $client }: получателя нет · { $name }
situation-line-leaver = { $count ->
    [one] { $count } клиент
    [few] { $count } клиента
   *[other] { $count } клиентов
} без хозяина · { $name } (отключено)
situation-line-request = Заявка «{ $client }»: { $name } · { $late ->
    [yes] срок прошёл в { $at }
   *[no] ответ до { $at }
}
situation-line-request-stuck = Заявка «{ $client }»: никто не взял
situation-line-answer = { $client }: { $name } · { $late ->
    [yes] срок прошёл: { $at }
   *[no] ответ до { $at }
}
situation-line-pool = { $client }: кто первый · ответ до { $at }
situation-line-touch = { $client }: { $name } · касания { $count } из { $of }, { $late ->
    [yes] срок прошёл: { $at }
   *[no] до { $at }
}
situation-line-late = { $name }: { $count ->
    [one] { $count } шаг просрочен
    [few] { $count } шага просрочено
   *[other] { $count } шагов просрочено
} с { $at }
situation-line-silent = { $name }: нет записей с { $at }
situation-line-silent-all-day = { $name }: сегодня нет записей

situation-move = { $number } · Передать
situation-ask = { $number } · Спросить
situation-move-it = Передать
situation-ask-it = Спросить
