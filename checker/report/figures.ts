/** A whole number with its thousands apart: 1,234,567. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** A number and its noun: "1 state", "2 states". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A length of time, to three figures or to the second. */
export function duration(seconds: number): string {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** How many in a second, or 0 where no time has passed. */
export const perSecond = (value: number, seconds: number): number =>
  seconds > 0 ? Math.round(value / seconds) : 0;
