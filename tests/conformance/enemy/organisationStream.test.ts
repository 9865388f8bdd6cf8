import { newId } from '@lianyi/schema/basics/ids';
import { addDays, localDay } from '@lianyi/schema/basics/dates';
import { actOnAccount } from '@lianyi/sync-server/access/accountActs';
import { endPosts } from '@lianyi/sync-server/directory/changePeople';
import { endSession } from '@lianyi/sync-server/access/sessions';
import { aCounty, places } from '@lianyi/tests/builders/aCounty';
import { anAccount, aSessionOf } from '@lianyi/tests/builders/anAccount';
import { anOrganisation } from '@lianyi/tests/builders/anOrganisation';
import { expect, test } from 'vitest';

test('ENEMY-10 whoever has been logged out or blocked, or has lost the post, hears no more of the county, though their line stays open', async () => {
  const county = await aCounty();
  const { userId } = await anAccount(county.county, { login: 'wu', name: '吴', role: 'regionalAnalyst' });
  const token = await aSessionOf(county.county, userId);
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
  await endSession(county.county.db, token);
  await county.write([anOrganisation({ id: newId() as never, name: '后建村卫生室', parentId: places.township })]);
  expect(await until((text) => text?.includes('后建村卫生室') === true)).toBeNull();
  const stolen = await anAccount(county.county, { login: 'he', role: 'regionalAnalyst' });
  const listening = await fetch(`${county.url}/console/streams/organisations/events`, { headers: { cookie: `lianyi_county=${await aSessionOf(county.county, stolen.userId)}` } });
  await actOnAccount(county.county.db, { personId: stolen.personId, act: 'block', byUserId: newId(), now: new Date() }, async () => undefined);
  await county.write([anOrganisation({ id: newId() as never, name: '停用后建的卫生室', parentId: places.township })]);
  const heardBy = await listening.text();
  expect([heardBy.includes('retry'), heardBy.includes('停用后建的卫生室')]).toEqual([true, false]);
  // Nothing else happens: the roster changes, and that is all.
  const other = await anAccount(county.county, { login: 'ran', role: 'regionalAnalyst' });
  const stream = await fetch(`${county.url}/console/streams/organisations/events`, { headers: { cookie: `lianyi_county=${await aSessionOf(county.county, other.userId)}` } });
  await endPosts(county.county, other.personId, null, addDays(localDay(new Date()), -1));
  expect(await stream.text()).toContain('retry');
  await county.close();
});
