# Places: groups, channels and topics where news go. What is said there is one or two lines.

place-hello =
    Здесь могут появляться новости отдела продаж.
    РОП, напишите в этой группе /bind.
place-bound = 📌 Сюда приходят: { $news }. Изменить: /places в личном чате, отключить: /unbind
place-bound-quiet = 📌 Группа подключена, но сюда ничего не приходит. Выбрать: /places в личном чате
place-unbound = Новости сюда больше не приходят. Включить: /bind
place-not-bound = Новости сюда и не приходили. Включить: /bind
place-not-allowed = Группу подключает РОП или владелец.
place-anonymous =
    Не видно, кто пишет: включена анонимность админа.
    Выключите её на минуту, повторите команду и включите снова.
place-private = Это в личном чате: { $link }

news-handovers = передачи
news-requests = заявки
news-wins = победы
news-board = доска
news-none = пока ничего

command-places = где появляются новости
menu-places = Группы и каналы
places-title =
    📌 <b>Где появляются новости</b>
    Выберите группу или канал, чтобы изменить.
places-empty =
    📌 <b>Новостей пока нет нигде</b>
    Подключите группу или канал. Для темы в группе напишите в этой теме /bind.
places-line = { $title }{ $topic ->
    [yes] { " " }(тема)
   *[no] {""}
  } — { $news }
places-line-lost = ⚠️ { $title } — не доходят: { $why }
places-add-group = + Группа
places-add-channel = + Канал
places-add-ask =
    Нажмите кнопку внизу экрана и выберите, где будут новости.
    Бот уже должен быть в группе, а в канале — админом.
places-pick-group = Выбрать группу
places-pick-channel = Выбрать канал
places-pick-cancel = Не сейчас
places-pick-cancelled = Хорошо, ничего не подключено.
places-added = 📌 Подключено: «{ $title }». Туда приходят: { $news }
places-cannot-write =
    Бот не может писать в «{ $title }».
    Добавьте его туда (в канал — админом) и выберите ещё раз: /places
place-one =
    📌 <b>{ $title }</b>
    Отметьте, что сюда приходит.
place-one-lost = ⚠️ Сюда не доходят сообщения: { $why }
place-on = ✅ { $news }
place-off = { $news }
place-unbind = Отключить
place-unbind-ask = Отключить «{ $title }»? Новости туда больше не придут.
place-unbind-yes = Да, отключить
place-gone = Эта группа уже отключена.
