import type { Scene } from '../trace/story.ts';
import { type Flight, type Side, sideIn, sideOut } from './flight.ts';
import { INSET } from './picture-dot.ts';
import { type ArrowText, arrowText, stepText } from './step-text.ts';
import { heightOf, type Paragraph, widthOfAll } from './text.ts';

/** One step of a chart, before it has a place: what it says, and how high it is. */
export interface Row {
  readonly scene: Scene;
  readonly lane: number;
  /** What the box of its process says; nothing where only the network does something. */
  readonly text: readonly Paragraph[];
  readonly arrival: Arrival | undefined;
  /** The arrows that leave its box, and how far below its top. */
  readonly departures: readonly { readonly flight: Flight; readonly offset: number }[];
  readonly height: number;
}

/** The message that a step takes, what its arrow says, and on which side. */
export interface Arrival {
  readonly flight: Flight;
  readonly text: ArrowText;
  readonly width: number;
  readonly side: Side;
}

/** How far below the top of a box a message reaches it. */
export const PORT = 16;

/** Space between two arrows that leave a box. */
const APART = 9;

/** How wide texts in boxes and beside arrows may become, the narrower the more lanes there are. */
export interface Widths {
  readonly box: number;
  readonly arrow: number;
}

export function rowOf(
  scene: Scene,
  lane: number,
  flights: readonly Flight[],
  widths: Widths,
  colourOf: (kind: string) => string,
): Row {
  const { number, transition } = scene;
  const marks = transition.kind === 'loss' || transition.kind === 'duplication';
  const text = marks ? [] : stepText(scene, widths.box);
  const incoming = flights.find(({ toStep }) => toStep === number);
  const arrival = incoming && arrivalOf(incoming, widths.arrow, colourOf);
  const outgoing = marks ? [] : flights.filter(({ fromStep }) => fromStep === number);
  const departures = (['left', 'right'] as const).flatMap((side) =>
    departuresOn(
      side,
      outgoing.filter((flight) => sideOut(flight) === side),
      arrival,
    ),
  );
  const height = Math.max(
    marks ? 0 : heightOf(text) + 2 * INSET,
    arrival === undefined ? 0 : belowArrival(arrival),
    ...departures.map(({ offset }) => offset + APART),
  );
  return { scene, lane, text, arrival, departures, height };
}

function arrivalOf(flight: Flight, width: number, colourOf: (kind: string) => string): Arrival {
  const text = arrowText(flight.journey, colourOf(flight.journey.message.kind), width);
  return { flight, text, width: widthOfAll([text.kind, ...text.fields]), side: sideIn(flight) };
}

/** Where what an arrow says of its message ends, below the top of the row. */
const belowArrival = ({ text }: Arrival): number => PORT + heightOf(text.fields) + INSET;

/** Arrows to far lanes leave above those to near ones, and all below what arrives on their side. */
function departuresOn(
  side: Side,
  flights: readonly Flight[],
  arrival: Arrival | undefined,
): Row['departures'] {
  const first = arrival?.side === side ? belowArrival(arrival) + 2 : PORT;
  const far = ({ fromLane, toLane }: Flight) => Math.abs(toLane - fromLane);
  return flights
    .toSorted((a, b) => far(b) - far(a) || b.toStep - a.toStep)
    .map((flight, index) => ({ flight, offset: first + index * APART }));
}
