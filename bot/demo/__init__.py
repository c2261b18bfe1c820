"""The demo team: made-up people in the sandbox, the same people as a firm, and what they have done for three months.

`stage` sets it all up. The past is lived through event by event, as the product's rules would have let it happen, from
a seed and the last day alone (`past`, `history`; one module for each subject: `clients`, `steps`, `acts`, `leads`,
`relay`). What has come of it is found in a pass of its own (`trade`: `deals`, `habits` and `orders`, `rules`,
`statuses`, `watch`). All of it is written in one transaction (`rows`). What is under way when the curtain rises is in
`opening`.
"""
