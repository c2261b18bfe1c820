# Words used everywhere: navigation, days, spans, zones.

back = ← Назад
cancel = ✕ Отмена
skip = Пропустить
more = Подробнее

day-today = сегодня, { $day }
day-tomorrow = завтра, { $day }
day-yesterday = вчера, { $day }

span-minutes = { $minutes } мин
span-hours = { $hours } ч
span-both = { $hours } ч { $minutes } мин
span-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}

zone-Europe-Kaliningrad = Калининград
zone-Europe-Moscow = Москва
zone-Europe-Samara = Самара
zone-Asia-Yekaterinburg = Екатеринбург
zone-Asia-Omsk = Омск
zone-Asia-Novosibirsk = Новосибирск
zone-Asia-Krasnoyarsk = Красноярск
zone-Asia-Irkutsk = Иркутск
zone-Asia-Yakutsk = Якутск
zone-Asia-Vladivostok = Владивосток
zone-Asia-Magadan = Магадан
zone-Asia-Kamchatka = Камчатка
