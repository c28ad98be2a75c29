const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** `14:30:05` today, with the date if it is another day; in the browser's zone. */
export function timeText(time: string | number, now = Date.now()): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const isToday = date.toDateString() === new Date(now).toDateString();
  return (isToday ? clock : day).format(date);
}

/** The whole instant, with the zone of the browser and in UTC. */
export function exactTime(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return `${date.toString()}\n${typeof time === 'string' ? time : date.toISOString()}`;
}
