import type { Scene } from '../trace/story.ts';
import { abstractText } from './abstract-column.ts';
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
  /** What the abstract system does meanwhile, in the trace of a refinement. */
  readonly abstract: readonly Paragraph[];
  readonly arrival: Arrival | undefined;
  /** How far below the top a message arrives. */
  readonly port: number;
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

/** How far below the top of a row a message arrives, at least: beside the first line of the box. */
const PORT = 16;

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
  const arrival = incoming && arrivalOf(incoming, scene, widths.arrow, colourOf);
  const port = Math.max(PORT, 4 + heightOf(arrival?.text.above ?? []));
  const departures = departuresOf(
    flights.filter(({ fromStep, fromMark }) => fromStep === number && !fromMark),
    port,
    arrival,
  );
  const abstract = abstractText(scene);
  const height = Math.max(
    ...[text, abstract].map((said) => (said.length === 0 ? 0 : heightOf(said) + 2 * INSET)),
    arrival === undefined ? 0 : belowArrival(port, arrival),
    ...departures.map(({ offset }) => offset + APART),
  );
  return { scene, lane, text, abstract, arrival, port, departures, height };
}

function arrivalOf(
  flight: Flight,
  scene: Scene,
  width: number,
  colourOf: (kind: string) => string,
): Arrival {
  const text = arrowText(flight, scene, colourOf(flight.journey.message.kind), width);
  return { flight, text, width: widthOfAll([...text.above, ...text.below]), side: sideIn(flight) };
}

/** Where what an arrow says of its message ends, below the top of the row. */
const belowArrival = (port: number, { text }: Arrival): number =>
  port + heightOf(text.below) + INSET;

/** Arrows to far lanes leave above those to near ones, and all below what arrives on their side. */
function departuresOf(
  flights: readonly Flight[],
  port: number,
  arrival: Arrival | undefined,
): Row['departures'] {
  const far = ({ fromLane, toLane }: Flight) => Math.abs(toLane - fromLane);
  return (['left', 'right'] as const).flatMap((side) => {
    const first = arrival?.side === side ? belowArrival(port, arrival) + 2 : PORT;
    return flights
      .filter((flight) => sideOut(flight) === side)
      .toSorted((a, b) => far(b) - far(a) || b.toStep - a.toStep)
      .map((flight, index) => ({ flight, offset: first + index * APART }));
  });
}
