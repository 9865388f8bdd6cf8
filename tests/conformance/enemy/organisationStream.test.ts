import { newId } from '@lianyi/schema/basics/ids';
import { putCountyUser } from '@lianyi/sync-server/access/countyUsers';
import { endSession, startSession } from '@lianyi/sync-server/access/sessions';
import { aCounty, places } from '@lianyi/tests/builders/aCounty';
import { anOrganisation } from '@lianyi/tests/builders/anOrganisation';
import { expect, test } from 'vitest';

test('ENEMY-10 whoever has been logged out, or has lost the post, hears no more of the county, though their line stays open', async () => {
  const county = await aCounty();
  const { db } = county.county;
  await putCountyUser(db, { login: 'wu', name: '吴', role: 'regionalAnalyst', password: '晨雾-远山-2026' });
  const { id } = await db.selectFrom('countyUser').select('id').where('login', '=', 'wu').executeTakeFirstOrThrow();
  const { token } = await startSession(db, id, new Date());
  const answer = await fetch(`${county.url}/console/streams/organisations/events`, { headers: { cookie: `lianyi_county=${token}` } });
  const reader = (answer.body ?? new ReadableStream<Uint8Array>()).getReader();
  const heard = async (): Promise<string | null> => {
    const { value, done } = await reader.read();
    return done ? null : Buffer.from(value).toString('utf8');
  };
  const until = async (isIt: (text: string | null) => boolean): Promise<string | null> => {
    for (let text = await heard(); ; text = await heard()) if (text === null || isIt(text)) return text;
  };
  await county.write([anOrganisation({ id: newId() as never, name: '先建村卫生室', parentId: places.township })]);
  expect(await until((text) => text?.includes('先建村卫生室') === true)).not.toBeNull();
  await endSession(db, token);
  await county.write([anOrganisation({ id: newId() as never, name: '后建村卫生室', parentId: places.township })]);
  expect(await until((text) => text?.includes('后建村卫生室') === true)).toBeNull();
  await county.close();
});
