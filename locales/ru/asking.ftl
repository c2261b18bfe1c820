# A head asks one person, and is answered with one tap.

form-AskMember = вопрос сотруднику
ask-title = 💬 <b>Спросить: { $who }</b>{ $about }
ask-about = { " · " }{ $client }
ask-how = Нажмите или напишите свой вопрос.
ask-phrase-when = Когда ответите?
ask-phrase-state = Как идут дела с клиентом?
ask-phrase-help = Нужна помощь?
ask-phrase-day = Как идёт день?
ask-phrase-late = Что с просроченными шагами?
ask-done = 💬 Вопрос отправлен: { $who }

inquiry-title = 💬 <b>{ $who } спрашивает</b>{ $about }
inquiry-now = Сейчас сделаю
inquiry-help = Нужна помощь
inquiry-busy = Занято до…
inquiry-said-now = ✅ Сейчас сделаю
inquiry-said-help = ⚠️ Нужна помощь
inquiry-said-busy = ⏰ Занято до: { $until }
inquiry-reply-title = 💬 <b>Ответ: { $who }</b>{ $about }
inquiry-told = Ответ передан: { $who }
