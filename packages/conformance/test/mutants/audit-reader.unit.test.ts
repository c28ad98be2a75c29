import { auditReaderSuite, type StoreInstance } from '@foldmart/conformance';
import { PortError, projectionFailuresModel, type AuditView } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingAudits, changingViews } from './store-mutants.js';

const oneMoment =
  'an audit sees one moment, however long it takes and whatever is written meanwhile';
const committed =
  'an audit sees all that is committed, also what followers may not read yet, and nothing that is held';
const matching = 'every audit beside writers finds rows and checkpoints that match its events';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a view that is no view',
    mutate: changingViews((_view, instance) => liveView(instance)),
    caughtBy: [oneMoment, committed, 'audits run side by side, each at its own moment'],
  },
  {
    what: 'a view of the log beside rows as they are now',
    mutate: changingViews((_view, { readModels }) => ({
      scan: (model, range) => readModels.scan(model, range),
    })),
    caughtBy: [
      oneMoment,
      'what an audit reads first does not decide which moment the rest is of',
      matching,
    ],
  },
  {
    what: 'a view of rows beside checkpoints as they are now',
    mutate: changingViews((_view, { projections }) => ({
      checkpoint: (projection) => projections.checkpoint(projection),
    })),
    caughtBy: [oneMoment],
  },
  {
    what: 'a view that begins when it is first read',
    mutate: changingAudits((audit) => ({
      audit: (work) => work(lateView(audit)),
    })),
    caughtBy: ['what an audit reads first does not decide which moment the rest is of'],
  },
  {
    what: 'a view that counts one too few',
    mutate: changingViews((view) => ({ count: async () => Math.max(0, (await view.count()) - 1) })),
    caughtBy: [
      'an audit reads the log as a follower does, in pages of any size and from any place',
    ],
  },
  {
    what: 'a view that forgets where a page ended',
    mutate: changingViews((view) => ({
      async readAll(range) {
        const slice = await view.readAll(range);
        return slice.events.length === 0 ? { events: [], next: undefined } : slice;
      },
    })),
    caughtBy: [
      'an audit reads the log as a follower does, in pages of any size and from any place',
    ],
  },
  {
    what: 'a view that knows checkpoints by name',
    mutate: changingViews((view) => ({
      checkpoint: (projection) => view.checkpoint({ ...projection, version: 1 }),
    })),
    caughtBy: ['an audit knows how far asynchronous projections are, at their own version only'],
  },
  {
    what: 'a view whose pages of rows begin anew',
    mutate: changingViews((view) => ({ scan: (model, { limit }) => view.scan(model, { limit }) })),
    caughtBy: ['an audit reads rows as they are read elsewhere, in pages of any size'],
  },
  {
    what: 'a view that lists the tables of its own projections only',
    mutate: (instance, projections) =>
      changingViews((view) => ({
        async tables() {
          const own = projections.flatMap(({ models }) => models.map(({ name }) => name));
          return (await view.tables()).filter((name) => own.includes(name));
        },
      }))(instance, projections),
    caughtBy: ['an audit lists tables that only another program declared'],
  },
  {
    what: "a view that lists the store's own tables",
    mutate: changingViews((view) => ({
      tables: async () => [...(await view.tables()), projectionFailuresModel.name].sort(),
    })),
    caughtBy: ['an audit lists the tables of read models, and none of the store itself'],
  },
  {
    what: 'a view that lists what a rebuild has not finished',
    mutate: changingViews((view, { rebuilds }) => ({
      async tables() {
        const underWay = (await rebuilds.list()).map(({ id }) => `${id}__rebuild`);
        return [...(await view.tables()), ...underWay].sort();
      },
    })),
    caughtBy: ['an audit does not list the unfinished tables of a rebuild'],
  },
  {
    what: 'an audit that keeps what was found to itself',
    mutate: changingAudits((audit) => ({
      audit: async (work) => audit.audit(work).then(() => undefined as never),
    })),
    caughtBy: ['an audit resolves with what its work does'],
  },
  {
    what: 'an audit that swallows the fault of its work',
    mutate: changingAudits((audit) => ({
      audit: async (work) => audit.audit(work).catch(() => undefined as never),
    })),
    caughtBy: [
      'an audit rejects with what its work rejects with, and the next one is as good as any',
    ],
  },
  {
    what: 'an audit that holds writers back',
    mutate: (instance) => holdingBack(instance),
    caughtBy: ['an audit holds nobody back: others append, follow and step while it runs'],
  },
];

itRejects(auditReaderSuite, storeHarness, mutants);
itAccepts(auditReaderSuite, () => storeHarness((instance) => instance), mutants);

function liveView({ audit, events, readModels, projections }: StoreInstance): AuditView {
  return {
    readAll: (range) => events.readAll(range),
    count: () => events.count(),
    scan: (model, range) => readModels.scan(model, range),
    checkpoint: (projection) => projections.checkpoint(projection),
    tables: () => audit.audit((view) => view.tables()),
  };
}

/** Every read is an audit of its own. */
function lateView(audit: StoreInstance['audit']): AuditView {
  return {
    readAll: (range) => audit.audit((view) => view.readAll(range)),
    count: () => audit.audit((view) => view.count()),
    scan: (model, range) => audit.audit((view) => view.scan(model, range)),
    checkpoint: (projection) => audit.audit((view) => view.checkpoint(projection)),
    tables: () => audit.audit((view) => view.tables()),
  };
}

let audits = 0;

/** While anybody audits nobody can append. */
function holdingBack(instance: StoreInstance): StoreInstance {
  const { audit, events } = instance;
  return {
    ...instance,
    audit: {
      async audit(work) {
        audits += 1;
        return audit.audit(work).finally(() => {
          audits -= 1;
        });
      },
    },
    events: new Proxy(events, {
      get(target, name) {
        if (name === 'append' && audits > 0) return () => Promise.reject(heldBack);
        const method: unknown = Reflect.get(target, name);
        return typeof method === 'function' ? (method.bind(target) as unknown) : method;
      },
    }),
  };
}

const heldBack = new PortError({
  port: 'event-store',
  operation: 'append',
  reason: 'timeout',
  message: 'an audit is running',
});
