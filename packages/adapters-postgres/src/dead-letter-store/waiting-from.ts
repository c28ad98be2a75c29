/** The condition of the letters that wait in the line of the head `$4`; see `waitsBehind` of the core. */
export const waitingFrom = `group_name = $1 AND topic = $2 AND sha256(key) = sha256(decode($3, 'hex'))
  AND status = 'waiting' AND (id = $4 OR (id > $4 AND reason <> 'conflict'))`;
