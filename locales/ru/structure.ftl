# How a team is structured, and what is settled for the later legs.

form-TeamStructure = структура отдела
setting-structure = Структура отдела

structure-title = <b>Структура · { $structure }</b>
structure-universal = универсалы
structure-new_vs_existing = новые и постоянные
structure-leadgen_and_sales = лидорубы и продажи
structure-full_relay = полная эстафета
structure-universal-what = Каждый и продаёт, и ведёт клиентов. Передают только лиды, кому угодно.
structure-new_vs_existing-what = Хантеры находят клиентов, постоянных ведут фермеры.
structure-leadgen_and_sales-what = Лидорубы готовят лиды, продажи закрывают. Клиент остаётся у продавца.
structure-full_relay-what = Лидоруб → хантер → клоузер, если сделка стоит → фермер → КАМ.

structure-now-proposal_hours = Ответ на предложение передать: { $value } рабочих ч, дальше решает руководитель
structure-now-passing_minutes = Ответ на передачу: { $value } рабочего времени
structure-now-stalled_days = Сделка стоит: предложить клоузеру через { $value } дн.
structure-now-closer_keeps = После клоузера: { $value }
structure-now-credit_months = Вклад прежнего ведущего учитывается: { $value } мес.

setting-proposal_hours = Срок предложения
setting-passing_minutes = Срок передачи
setting-stalled_days = Сделка стоит
setting-closer_keeps = После клоузера
setting-credit_months = Вклад после передачи
closer_keeps-yes = клиент остаётся у него
closer_keeps-no = клиент возвращается
setting-proposal_hours-ask =
    <b>За сколько рабочих часов ответить на предложение передать клиента?</b>
    Потом решает руководитель. Нажмите или напишите число часов.
setting-passing_minutes-ask =
    <b>За сколько принять переданного клиента?</b>
    Рабочее время. Нажмите или напишите время: «40 мин», «2 ч».
setting-stalled_days-ask =
    <b>Через сколько дней без движения предложить сделку клоузеру?</b>
    Считаются поздние стадии, с коммерческого предложения. Нажмите или напишите число.
setting-closer_keeps-ask = <b>Куда идёт клиент после клоузера?</b>
setting-credit_months-ask =
    <b>Сколько месяцев после передачи учитывать вклад прежнего ведущего?</b>
    Нажмите или напишите число.

structure-check = <b>Перейти: { $structure }?</b>
structure-legs-lost = Не станет этапов: { $legs }
structure-legs-gained = Появятся этапы: { $legs }
structure-nothing-open = Открытых передач это не касается.
structure-open-dropped = Предложения снимутся, клиенты останутся на месте: { $count }
structure-open-withdrawn = Передачи без ответа отзовутся, клиенты останутся на месте: { $count }
structure-open-go-on = Принятые передачи дойдут до конца: { $count }
structure-open-passed = Лиды без ответа перейдут к тем, кто принимает лиды теперь: { $count }
structure-switch = ✅ Перейти
