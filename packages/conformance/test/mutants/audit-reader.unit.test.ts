import { auditReaderSuite, type StoreInstance } from '@foldmart/conformance';
import { PortError, projectionFailuresModel, type AuditView } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingAudits, changingViews } from './store-mutants.js';

const oneMoment =
  'an audit sees one moment, however long it takes and whatever others write meanwhile';
const committed =
  'an audit sees every committed event, even if followers may not read it yet, and no held event';
const matching =
  'every audit that runs beside writers finds rows and checkpoints that match its events';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a view that reads the current state',
    mutate: changingViews((_view, instance) => liveView(instance)),
    caughtBy: [oneMoment, committed, 'concurrent audits each see their own moment'],
  },
  {
    what: 'a view with an old moment for the log and current rows',
    mutate: changingViews((_view, { readModels }) => ({
      scan: (model, range) => readModels.scan(model, range),
    })),
    caughtBy: [
      oneMoment,
      'the first read of an audit does not decide which moment the audit sees',
      matching,
    ],
  },
  {
    what: 'a view with an old moment for rows and current checkpoints',
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
    caughtBy: ['the first read of an audit does not decide which moment the audit sees'],
  },
  {
    what: 'a view that counts one too few',
    mutate: changingViews((view) => ({ count: async () => Math.max(0, (await view.count()) - 1) })),
    caughtBy: [
      'an audit reads the log as a follower does, in pages of any size and from any position',
    ],
  },
  {
    what: 'a view that forgets the end of a page',
    mutate: changingViews((view) => ({
      async readAll(range) {
        const slice = await view.readAll(range);
        return slice.events.length === 0 ? { events: [], next: undefined } : slice;
      },
    })),
    caughtBy: [
      'an audit reads the log as a follower does, in pages of any size and from any position',
    ],
  },
  {
    what: 'a view that identifies checkpoints by name',
    mutate: changingViews((view) => ({
      checkpoint: (projection) => view.checkpoint({ ...projection, version: 1 }),
    })),
    caughtBy: [
      'an audit knows the checkpoints of asynchronous projections, at their own version only',
    ],
  },
  {
    what: 'a view whose pages of rows always start at the first row',
    mutate: changingViews((view) => ({ scan: (model, { limit }) => view.scan(model, { limit }) })),
    caughtBy: ['an audit reads the same rows as the read models, in pages of any size'],
  },
  {
    what: 'a view that looks up current rows',
    mutate: changingViews((_view, { readModels }) => ({
      rows: async (model, keys) => {
        const found = await Promise.all(keys.map((key) => readModels.get(model, key)));
        return found.filter((row) => row !== undefined);
      },
    })),
    caughtBy: [oneMoment],
  },
  {
    what: 'a view that looks up the first row only',
    mutate: changingViews((view) => ({
      rows: (model, keys) => view.rows(model, keys.slice(0, 1)),
    })),
    caughtBy: ['an audit reads rows by their keys'],
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
    what: 'a view that lists the unfinished tables of a rebuild',
    mutate: changingViews((view, { rebuilds }) => ({
      async tables() {
        const underWay = (await rebuilds.list()).map(({ id }) => `${id}__rebuild`);
        return [...(await view.tables()), ...underWay].sort();
      },
    })),
    caughtBy: ['an audit does not list the unfinished tables of a rebuild'],
  },
  {
    what: 'an audit that does not return its result',
    mutate: changingAudits((audit) => ({
      audit: async (work) => audit.audit(work).then(() => undefined as never),
    })),
    caughtBy: ['an audit resolves with the result of its work'],
  },
  {
    what: 'an audit that swallows the error of its work',
    mutate: changingAudits((audit) => ({
      audit: async (work) => audit.audit(work).catch(() => undefined as never),
    })),
    caughtBy: ['an audit rejects with the error of its work, and the next audit works'],
  },
  {
    what: 'an audit that blocks writers',
    mutate: (instance) => holdingBack(instance),
    caughtBy: ['an audit blocks no other process: others append, follow and step while it runs'],
  },
];

itRejects(auditReaderSuite, storeHarness, mutants);
itAccepts(auditReaderSuite, () => storeHarness((instance) => instance), mutants);

function liveView({ audit, events, readModels, projections }: StoreInstance): AuditView {
  return {
    readAll: (range) => events.readAll(range),
    count: () => events.count(),
    scan: (model, range) => readModels.scan(model, range),
    rows: async (model, keys) => {
      const found = await Promise.all(keys.map((key) => readModels.get(model, key)));
      return found.filter((row) => row !== undefined);
    },
    checkpoint: (projection) => projections.checkpoint(projection),
    tables: () => audit.audit((view) => view.tables()),
  };
}

/** Each read is a separate audit. */
function lateView(audit: StoreInstance['audit']): AuditView {
  return {
    readAll: (range) => audit.audit((view) => view.readAll(range)),
    count: () => audit.audit((view) => view.count()),
    scan: (model, range) => audit.audit((view) => view.scan(model, range)),
    rows: (model, keys) => audit.audit((view) => view.rows(model, keys)),
    checkpoint: (projection) => audit.audit((view) => view.checkpoint(projection)),
    tables: () => audit.audit((view) => view.tables()),
  };
}

let audits = 0;

/** No process can append while an audit runs. */
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
