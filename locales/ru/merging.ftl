# Two clients made one.

card-merge = Объединить…

merge-other =
    { $count ->
        [0] 🏢 <b>С кем объединить { $client }?</b>
       *[other] 🏢 <b>{ $client }: похожие клиенты</b>
    }
    Сначала покажем, что есть у обоих.
merge-find = Найти другого
merge-title = 🏢 <b>Один и тот же клиент?</b>
merge-stays = Останется: <b>{ $name }</b> · { $owner }
merge-goes = Вольётся: <b>{ $name }</b> · { $owner }
merge-has = записи: { $acts }, контакты: { $contacts }, шаги: { $steps }, заказы: { $orders }
merge-owner = 👤 Ведёт дальше: { $owner }
merge-goes-on = 🎯 Дальше идёт лид: { $client }
merge-closes = Второй лид закроется, его ответы дополнят первый, пока он готовится.
merge-inns = ⚠️ ИНН разные: возможно, это филиалы или разные компании.
merge-ask = История, шаги и контакты сойдутся в одной карточке. Отменить нельзя.
merge-do = ✅ Объединить
merge-swap = Оставить другую
merge-lead = Лид { $client }
merge-done =
    ✅ <b>Объединено: { $gone } → { $client }</b>
    Ведёт { $owner }
merge-told =
    🏢 <b>Объединено: { $gone } → { $client }</b>
    Ведёт { $owner }. Решение: { $by }
