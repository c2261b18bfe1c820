# What a rep passes on: forwarded messages, voices, contacts.

form-PassedOn = пересланное сообщение
passed-nothing =
    Из этого сообщения взять нечего.
    Перешлите текст, голосовое или контакт; у файла и фото читается подпись.
passed-whose = <b>К какому клиенту это относится?</b>
passed-whose-contact = <b>Чей это контакт?</b>
passed-new = Новый клиент
passed-other = Другой клиент
passed-contact = ✅ Контакт записан · { $client }
passed-what = 🏢 <b>{ $client }</b>
passed-note = 💬 Заметка клиенту
passed-lead = 🎯 В черновик лида
passed-question = 🎯 <b>На какой вопрос это ответ?</b>
passed-waited = ⏰ Ожидание закрыто: клиент ответил.
