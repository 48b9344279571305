/**
 * Waiting for one of several places, by the standard models of a queue: customers come at random (Poisson), places are
 * taken for exponential times, who finds none free waits in order and never gives up.
 */

/** What is asked of a queue. */
export interface Queue {
  readonly places: number;
  /** How long (s) a place is taken for one customer, on average. */
  readonly takenS: number;
}

/**
 * The share of customers, of endlessly many, who wait longer than `withinS` (s) for a place: Erlang's C formula and its
 * distribution of waits. `perS`: how many come in a second. It is 1 where they come faster than they can be served.
 *
 * @example
 * waitsLonger({ places: 10, takenS: 8 }, 1, 0); // 0.409: eight erlang on ten places
 */
export function waitsLonger({ places, takenS }: Queue, perS: number, withinS: number): number {
  const erlangs = perS * takenS;
  if (erlangs >= places) return 1;
  // Erlang's B formula, by its recursion: stable, and of as many steps as places.
  let blocked = 1;
  for (let place = 1; place <= places; place++) blocked = (erlangs * blocked) / (place + erlangs * blocked);
  const waits = blocked / (1 - (erlangs / places) * (1 - blocked));
  return waits * Math.exp((-(places - erlangs) * withinS) / takenS);
}

/**
 * The same share where as many as `sessions` come again and again, each `awayS` (s) on average after its place was free:
 * Erlang's delay formula for finitely many sources (M/M/c//N). Nobody waits where there is a place for each.
 */
export function waitsLongerOf(sessions: number, awayS: number, { places, takenS }: Queue, withinS: number): number {
  if (places >= sessions) return 0;
  if (awayS <= 0) return 1;
  const others = sessions - 1;
  const ratio = takenS / awayS;
  // Logarithms of what the others are like when a customer comes: so many of them have a place or wait for one.
  let state = 0;
  let most = 0;
  const states = [0];
  for (let busy = 1; busy <= others; busy++) {
    state += Math.log(((others - busy + 1) * ratio) / Math.min(busy, places));
    states.push(state);
    most = Math.max(most, state);
  }
  // Who finds n more than the places waits for n + 1 of them to be free: longer, where fewer were free by then.
  const freed = (places * withinS) / takenS;
  let [all, longer] = [0, 0];
  let [term, fewer] = [-freed, 0];
  for (let busy = 0; busy <= others; busy++) {
    const weight = Math.exp((states[busy] ?? 0) - most);
    all += weight;
    if (busy < places) continue;
    const beyond = busy - places;
    if (beyond > 0) term += Math.log(freed / beyond);
    fewer += Math.exp(term);
    longer += weight * Math.min(1, fewer);
  }
  return longer / all;
}
