# Voice messages kept as notes and evidence.

voice-alone = голосовая, { $length }
voice-beside = { $words } (голосовая, { $length })
voice-note = заметка
voice-caption =
    💬 { $client } · { $what }
    { $who }, { $at }
voices-play = Голосовые ({ $count })
voices-none = По клиенту { $client } голосовых нет.
voices-older = { $count ->
    [one] Ещё { $count } запись старше, она не отправлена.
    [few] Ещё { $count } записи старше, они не отправлены.
   *[other] Ещё { $count } записей старше, они не отправлены.
}
voices-lost = { $count ->
    [one] ⚠️ { $count } запись не открывается: её хранил другой бот.
    [few] ⚠️ { $count } записи не открываются: их хранил другой бот.
   *[other] ⚠️ { $count } записей не открываются: их хранил другой бот.
}
