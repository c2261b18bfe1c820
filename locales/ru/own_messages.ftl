# What the bot tells by itself: the day's plan and summary, what was held back, and each person's choice.

morning-title = ⏰ <b>План · { $day }</b>
evening-title = 📊 <b>Ваш день · { $day }</b>
evening-quiet = 💬 Пришло без звука: { $silenced }, вместе с другими: { $merged }
evening-first = ⏰ Дальше: { $at } · { $kind } · { $client }
and-more = 💬 И ещё:
notice-client-acted = 💬 { $client }: клиент ответил · { $who }

setting-messages = Мои сообщения
messages-title = <b>Мои сообщения</b>
messages-heard =
    Со звуком сегодня: { $loud } из { $limit }
    Остальное приходит без звука или вместе со следующим сообщением.
messages-morning = { $on ->
    [on] План дня: приходит в { $at }
   *[off] План дня: не приходит
}
messages-evening = { $on ->
    [on] Итоги дня: приходят в { $at }, без звука
   *[off] Итоги дня: не приходят
}
messages-ask = Нажмите, чтобы включить или выключить.
messages-choose-morning = План утром
messages-choose-evening = Итоги вечером
