import { type Environment, shownCounts } from '../faults/faults.ts';
import { type Json, textOf } from '../model/canonical.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { StateForm } from '../trace/trace.ts';
import type { Environments } from './environments.ts';
import type { HistorySlots } from './history-slots.ts';
import type { ProtocolFacts } from './protocol-facts.ts';
import type { ProtocolValues } from './protocol-values.ts';

/** What the ids of a protocol's state stand for. */
export interface Meanings {
  readonly instance: ProtocolInstance;
  readonly environment: Environment;
  readonly values: ProtocolValues;
  readonly facts: ProtocolFacts;
  readonly environments: Environments;
  readonly history: HistorySlots;
}

/** A state of a protocol as plain data, slot by slot. */
export function protocolFormOf(meanings: Meanings, state: Int32Array): StateForm {
  const { values, facts, environments, history, instance } = meanings;
  const { budget } = meanings.environment;
  const processes = instance.processes.length;
  const id = (fact: number) => facts.idOf(state, 0, fact);
  const locals = instance.processes.map(({ id: process }, fact): [string, Json] => {
    const form = values.locals.formOf(values.stateOf(id(fact)));
    const { is, timers, ahead } = values.conditionOf(id(fact));
    const isTimed = ahead !== 0 || Object.keys(timers).length > 0;
    const timed = isTimed ? { '#timed': form, timers, ahead } : form;
    return [String(process), is === 'up' ? timed : { [`#${is}`]: timed }];
  });
  const network = instance.processes.flatMap(({ id: to }, process) =>
    values.inboxes.envelopesOf(id(facts.inboxOf(process))).map((envelope) => ({
      from: String(values.process(values.senderOf(envelope)).id),
      to: String(to),
      message: values.messageForm(envelope),
    })),
  );
  const present = environments.partitionOf(id(processes)) ?? null;
  const past = history.formOf((slot) => id(processes + 1 + slot));
  return {
    ...Object.fromEntries(locals),
    network: network
      .map((one) => ({ one, text: textOf(one) }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      .map(({ one }) => one),
    faults: shownCounts(environments.countsOf(id(processes)), budget) as Json,
    ...(budget.partition === 0
      ? {}
      : { partition: present && { away: present.away, links: present.links } }),
    ...(past === undefined ? {} : { history: past }),
  };
}
