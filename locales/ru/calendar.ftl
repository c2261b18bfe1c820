# A meeting as a file for a calendar.

to-calendar = В календарь
calendar-summary = Встреча · { $client }
calendar-about = Подробности в карточке клиента, у бота.
calendar-caption =
    🤝 { $client } · { $at }
    Откройте файл, чтобы добавить встречу в календарь.
