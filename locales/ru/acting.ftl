# An acting head for a period.

form-NameActingHead = назначение и. о.
acting-button = И. о.
acting-title = 👤 <b>И. о. руководителя</b>
acting-planned = И. о.: { $name }, начало: { $since }, конец: { $until }
acting-current = И. о.: <b>{ $name }</b>, до { $until }
acting-whom = Кто решает вместо вас? Выберите.
acting-nobody = Назначить некого: пригласите людей в /team.
acting-end = ✕ Завершить: { $name }
acting-ended = Завершено: { $name }
acting-since =
    <b>{ $name }</b>: с какого времени?
    Нажмите или напишите, например: «в понедельник в 9».
acting-from-now = С этой минуты
acting-from-next = Со следующего дня
acting-until =
    <b>{ $name }</b> · начало: { $since }
    До какого времени? Нажмите или напишите, например: «5 декабря в 9».
acting-span-week = На неделю
acting-span-two-weeks = На две недели
acting-review =
    <b>Проверьте</b>
    И. о.: { $name }
    Начало: { $since }
    Конец: { $until }
    Очередь и споры идут к и. о., итоги дня приходят обоим. Срок закончится сам.
acting-confirm = ✅ Назначить
acting-named = ✅ <b>Назначено</b>
acting-means = Очередь, споры и итоги дня: /queue, /now, /digest
acting-over = И. о. завершено: { $name }
