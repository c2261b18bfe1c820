# The way in and out: menu, help, half-done forms, old buttons.

menu = <b>{ $name }</b>, чем займёмся?
help =
    <b>Что умеет бот</b>
    Ведёт клиента от первого звонка до приёма лида и напоминает о шагах и сроках.
    Начатое можно отменить в любой момент: /cancel
cancelled = Отменено, ничего не записано.
cancelled-saved = Отменено. Ответы сохранены.
nothing-to-cancel = Отменять нечего.
command-menu = главное меню
command-help = что умеет бот
command-cancel = отменить начатое

form-half-done =
    Не закончено: { $form }.
    Продолжить или начать другое?
form-go-on = Продолжить
form-drop = Бросить и начать другое

stale-button = Эта кнопка уже не действует. Откройте /menu: там всё свежее.
not-here = Здесь нужен другой ответ.
not-understood = Не понимаю. Выберите действие: /menu
no-such-command = Такой команды нет. Всё, что можно: /help
edited = Правка уже отправленного не читается. Пришлите новым сообщением.
to-menu = Меню
