import { useState } from 'react';
import { Button, Field, Icon, Logo, PinInput } from '../src/index.ts';

const people = [['吴', '吴明礼', '乡村医生', '昨天 18:42'], ['罗', '罗小琴', '护士 · 镇卫生院', '3月5日'], ['杨', '杨再军', '药品管理员', '3月2日']] as const;

/** The right half of docs/screens/01-unlock. */
export function Unlock() {
  const [pin, setPin] = useState('');
  const [chosen, setChosen] = useState('吴明礼');
  return (
    <main className="lock">
      <Logo label="联医" size={36} />
      <h1>谁在用？</h1>
      <ul className="people">
        {people.map(([initial, name, role, last]) => (
          <li key={name}>
            <button type="button" className="person" aria-pressed={chosen === name} onClick={() => { setChosen(name); }}>
              <span className="av" aria-hidden="true">{initial}</span><span><b>{name}</b> <span className="dim">{role}</span></span><span className="small dim">上次 {last}</span>
            </button>
          </li>
        ))}
      </ul>
      <Field label={`${chosen}的 PIN`} hint="">
        <span className="row"><PinInput value={pin} onChange={setPin} /><Button variant="primary" keyHint="Enter" disabled={pin.length < 6}>解锁</Button></span>
      </Field>
      <p className="hint"><Icon name="info" /> 连错 5 次锁 10 分钟，记录不会丢。忘了 PIN，请镇卫生院管理员重设，不用联网。</p>
    </main>
  );
}
