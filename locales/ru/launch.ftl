# The launch checklist and the month's plan.

command-launch = запуск отдела
menu-launch = ✅ Запуск

launch-title = <b>Запуск отдела · { $done } из { $all }</b>
launch-open = — { $what }
launch-skipped = — { $what } · пропущено
launch-done-company = ✅ { $company }, { $hours }
launch-open-company = Компания и рабочее время
launch-done-group = ✅ Новости идут в: { $places }
launch-open-group = Группа для новостей
launch-done-invited = ✅ Продавцы приглашены
launch-open-invited = Приглашения продавцам
launch-done-joined = ✅ Все вошли, в команде: { $count }
launch-open-joined = { $waits ->
    [0] В команде: { $count }
   *[other] В команде: { $count }, ждём: { $awaited }
}
launch-awaited = { $roles } (позвали { $day })
launch-awaited-expired = { $roles } (ссылка истекла)
launch-awaited-more = ещё { $count }
launch-done-plan = { $count ->
    [0] ✅ План задан, на { $month } пока нет
    [one] ✅ План на { $month }: { $count } принятый лид
    [few] ✅ План на { $month }: { $count } принятых лида
   *[other] ✅ План на { $month }: { $count } принятых лидов
}
launch-open-plan = План на { $month }
launch-done-import = ✅ База загружена, новых клиентов: { $count }
launch-open-import = Первый импорт базы
launch-note = Осталось то, что без галочки.
launch-finished =
    Всё на месте, отдел готов к работе.
    Пусть каждый напишет боту /start и запишет первый звонок: /call

launch-company = Компания
launch-group = Подключить группу
launch-invite = Пригласить
launch-joined = Кого ждём
launch-plan = План
launch-no-plan = Без плана
launch-import = Импорт базы
launch-no-import = Без импорта
launch-close = Убрать из меню
launch-finish = ✅ Готово
launch-closed = Убрано из меню. Открыть снова: /launch

form-PlanMonth = план месяца
plan-ask = <b>План на { $month }: сколько лидов принять?</b>
plan-now = Сейчас: <b>{ $count }</b>
plan-hint = Нажмите или напишите число.
plan-none = Без плана
plan-other = На { $month }
setting-plan = План месяца
digest-plan = { $month }: принято { $done } из { $target } ({ $percent } %), по графику { $due } %
