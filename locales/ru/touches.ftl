# The touch standard after an acceptance.

touches-line = 📞 Касания: { $done } из { $needed }, до { $until }
touch-warn = ⏰ <b>{ $client }: контакта ещё нет</b> · срок { $until }
touch-missed = ⚠️ <b>{ $client }: стандарт касаний не выполнен</b>
touch-missed-who = { $who }: касания { $done } из { $needed }, контакта нет
