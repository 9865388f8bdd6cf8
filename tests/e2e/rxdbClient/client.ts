/** What an app developer would write: copies of the county's streams in a page, with RxDB on Dexie and nothing of ours but the table of streams. */
import type { RxCollection, RxDocument, RxJsonSchema } from 'rxdb'
import { createRxDatabase, getLastCheckpointDoc } from 'rxdb'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import { wrappedValidateZSchemaStorage } from 'rxdb/plugins/validate-z-schema'
import { Observable } from 'rxjs'
import type { RxdbStreamName, StreamCheckpoint, StreamPage } from '@lianyi/schema/wire/rxdbStreams'
import { streamEventsPath, streamPullPath, streamSchema } from '@lianyi/schema/wire/rxdbStreams'

export interface CopyAsked {
  readonly name: string
  readonly stream: RxdbStreamName
  readonly under: string
  readonly batchSize: number
  /** RxDB refuses a document that does not fit the schema; it takes its time. */
  readonly isValidated: boolean
}

interface StreamDocument {
  readonly id: string
}

export interface Pull {
  readonly checkpoint: StreamCheckpoint | null
  /** How many documents came; null if the pull failed. */
  readonly documents: number | null
  /** What the answer says to go on from; null until there is one. */
  next: StreamCheckpoint | null
}

export interface Copy {
  readonly pulls: readonly Pull[]
  /** What RxDB told of as wrong. */
  readonly errors: readonly string[]
  readonly documents: () => Promise<readonly object[]>
  /** As it lies in the storage, deleted or not. */
  readonly stored: (id: string) => Promise<object | null>
  readonly savedCheckpoint: () => Promise<StreamCheckpoint | null>
}

declare global {
  interface Window {
    openCopy(asked: CopyAsked): Promise<void>
    readonly copies: Map<string, Copy>
  }
}

const resyncs = (path: string): Observable<'RESYNC'> => new Observable((observer) => {
  const events = new EventSource(path)
  events.addEventListener('message', () => { observer.next('RESYNC') })
  return () => { events.close() }
})

async function openCopy(asked: CopyAsked): Promise<void> {
  const { name, stream, under, batchSize, isValidated } = asked
  const storage = getRxStorageDexie()
  const database = await createRxDatabase({ name, storage: isValidated ? wrappedValidateZSchemaStorage({ storage }) : storage })
  const schema: object = streamSchema(stream)
  // A new copy of a kind that is past its first version: there is nothing to migrate.
  const { documents: collection } = await database.addCollections<{ documents: RxCollection<StreamDocument> }>({ documents: { schema: schema as RxJsonSchema<StreamDocument>, autoMigrate: false } })
  /** The copy is of another history than the county. */
  let isGivenUp = false
  const beginAnew = async (): Promise<void> => {
    isGivenUp = true
    window.copies.delete(name)
    await database.remove()
    await openCopy(asked)
  }
  const pulls: Pull[] = []
  const errors: string[] = []
  const replication = replicateRxCollection<StreamDocument, StreamCheckpoint>({
    collection,
    replicationIdentifier: `${stream} ${under}`,
    live: true,
    retryTime: 200,
    pull: {
      batchSize,
      handler: async (checkpoint, limit) => {
        const pull = { checkpoint: checkpoint ?? null, documents: null as number | null, next: null as StreamCheckpoint | null }
        pulls.push(pull)
        const query = new URLSearchParams({ under, limit: String(limit), checkpoint: JSON.stringify(checkpoint ?? null) })
        const response = await fetch(`${streamPullPath(stream)}?${query.toString()}`)
        if (response.status === 409) void beginAnew()
        if (!response.ok) throw new Error(`the county answered ${response.status}`)
        const page = (await response.json()) as StreamPage
        pull.documents = page.documents.length
        pull.next = page.checkpoint
        return { documents: [...page.documents], checkpoint: page.checkpoint }
      },
      stream$: resyncs(`${streamEventsPath(stream)}?under=${under}`),
    },
  })
  replication.error$.subscribe((error) => { errors.push(`${error.code} ${JSON.stringify(error.parameters.errors ?? error.parameters)}`) })
  window.copies.set(name, {
    pulls,
    errors,
    documents: async () => {
      // One that has been given up in the midst of the question has nothing.
      const rows: readonly RxDocument<StreamDocument>[] = await collection.find().exec().catch((error: unknown) => {
        if (isGivenUp) return []
        throw error
      })
      return rows.map((row) => row.toMutableJSON())
    },
    stored: async (id) => {
      const rows: readonly object[] = await collection.storageInstance.findDocumentsById([id], true)
      return rows[0] ?? null
    },
    savedCheckpoint: async () => {
      const state = replication.internalReplicationState
      return (state && (await getLastCheckpointDoc<StreamDocument, StreamCheckpoint>(state, 'down'))) ?? null
    },
  })
}

Object.assign(window, { copies: new Map<string, Copy>(), openCopy })
