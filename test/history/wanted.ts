/** What an event subscription is to get, from its arguments and its token: the model of the tests of trust, over the records of the log. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import { matches, sees, wrongIn } from '../trust/model.ts';
import type { Plain } from '../trust/world.ts';
import type { Expected } from './delivery.ts';
import type { History, Subscription } from './history.ts';
import type { Written } from './records.ts';

export function expectedOf(
  { field, filter, caller }: Subscription,
  { topics, written }: { readonly topics: History['topics']; readonly written: readonly Written[] },
): Expected {
  const topic = field === 'agentStateEvents' ? topics.agentState : topics.callThread;
  const plain = new Map<string, Plain>();
  const plainOf = (event: Written): Plain => {
    const known = plain.get(event.eventId) ?? asPlain(event, topics);
    plain.set(event.eventId, known);
    return known;
  };
  return {
    written,
    wants: (event) => event.topic === topic && sees(caller, plainOf(event)) && matches(filter, plainOf(event), typeOf(plainOf(event))),
    wrongIn: (event, shown) => wrongIn(caller, plainOf(event), shown),
  };
}

/** The records here spell attributes as they are documented. */
function asPlain({ eventId, topic, tenantId, id, attributes }: Written, { agentState }: History['topics']): Plain {
  return {
    family: topic === agentState ? 'agentState' : 'callThread',
    tenantId,
    entityId: id,
    name: String(attributes['id']),
    marker: eventId,
    attributes: attributes as Plain['attributes'],
    members: new Map(Object.entries(attributes).map(([name, value]) => [name, { attribute: name, value: value as Json }])),
    text: '',
  };
}

function typeOf({ family, name }: Plain): string {
  return catalogue[family].some((definition) => definition.name === name) ? name : 'UNRECOGNIZED';
}
