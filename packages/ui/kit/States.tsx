import { useState } from 'react';
import {
  Alert, AllergyBlock, Badge, Button, DataTable, Empty, Field, Key, LineState, NumberInput, SkeletonRows, TextInput, Timeline, Toast,
  ConfirmDialog, Icon, type LineStateItem,
} from '../src/index.ts';

const nothing = () => undefined;
const saved: LineStateItem = { id: 'saved', icon: 'ok', tone: 'ok', text: '全部已保存' };
const lines: readonly (readonly LineStateItem[])[] = [
  [saved, { id: 'line', icon: 'link', tone: 'ok', text: '县里已全部收到 · 1 分钟前' }],
  [saved, { id: 'up', icon: 'up', text: '正在上传 5 / 12' }],
  [saved, { id: 'up', icon: 'up', text: '12 条等待上传' }, { id: 'line', icon: 'nolink', tone: 'warn', text: '上次联通 3 天前' }],
  [{ id: 'line', icon: 'warn', tone: 'warn', text: '9 天未联通', isLoud: true }, { id: 'up', icon: 'up', text: '42 条等待上传' }, { id: 'usb', icon: 'usb', text: '建议装进 U 盘' }],
  [{ id: 'saved', icon: 'stop', tone: 'danger', text: '这一次没有存上：硬盘已满', isLoud: true }, { id: 'before', icon: 'ok', tone: 'ok', text: '之前的都在' }],
];

/** The three columns of docs/screens/10-kit. */
export function States() {
  return <main className="kit"><Colours /><Line /><Calm /></main>;
}

function Colours() {
  const [pulse, setPulse] = useState('96');
  return (
    <section>
      <h1>颜色与文字</h1>
      {[['ink', 'ink-2', 'ink-3', 'line-field', 'line-2', 'line'], ['paper', 'wash', 'chrome', 'accent', 'accent-line', 'accent-wash']].map((names) => (
        <div className="sw6" key={names[0]}>{names.map((name) => <div key={name}><i style={{ background: `var(--${name})` }} /><span>{name.replace('accent-', '-')}</span></div>)}</div>
      ))}
      <div className="wrap" style={{ marginTop: 10 }}>
        <Badge tone="danger" icon="stop">危险</Badge><Badge tone="warn" icon="warn">留意</Badge><Badge tone="ok" icon="ok">正常</Badge><Badge tone="info" icon="info">告知</Badge>
        <Badge icon="up">等待上传</Badge><Badge icon="clock">旧数据</Badge><Badge icon="nolink">断网</Badge>
      </div>
      <h2>字阶</h2>
      <div className="ty">
        <div><span style={{ fontSize: 28, lineHeight: '36px' }}>486.50</span><span>28 / 36 磁贴上的一个数</span></div>
        <div><b style={{ fontSize: 20, lineHeight: '28px' }}>张素芬</b><span>20 / 28 姓名、页名</span></div>
        <div><b style={{ fontSize: 16, lineHeight: '24px' }}>请选一个作为常用号码</b><span>16 / 24 对话框、重要值</span></div>
        <div><span>咳嗽、咳黄痰 3 天</span><span>14 / 20 正文</span></div>
        <div><span style={{ fontSize: 13 }}>每日 3 次，饭后</span><span>13 / 20 表格、按钮</span></div>
        <div><span className="small">参考 36.0–37.2</span><span>12 / 16 标签、提示</span></div>
      </div>
      <h2>按钮：平常、建议、主要、焦点、危险、不可用</h2>
      <div className="wrap">
        <Button keyHint="F9">转诊</Button><Button variant="accent">建议</Button><Button variant="primary" keyHint="F8">签名</Button>
        <Button variant="primary" className="focus">焦点</Button><Button variant="danger">停药</Button><Button disabled>不可用</Button>
      </div>
      <h2>输入：平常、焦点、超出参考、不可能、只读、等县里</h2>
      <div className="four">
        <Field label="脉搏" hint="60–100"><NumberInput value={pulse} onChange={setPulse} unit="次/分" /></Field>
        <Field label="呼吸" hint="12–20"><NumberInput value="24" unit="次/分" boxClassName="on" /></Field>
        <Field label="体温" hint={{ text: '低热 36.0–37.2', tone: 'warn' }}><NumberInput value="37.8" unit="℃" isOut /></Field>
        <Field label="体温" error={<>不可能的值，是 37.8 吗？ <Key>Alt Y</Key></>}><NumberInput value="378" unit="℃" /></Field>
        <Field label="数量" hint="1 片 × 3 次 × 5 天"><NumberInput value="15" unit="片 自动" readOnly /></Field>
        <Field label="医保状态" hint="联通后更新"><TextInput value="2026 年已缴" unit={<><Icon name="clock" /> 3 天前</>} readOnly /></Field>
      </div>
    </section>
  );
}

function Line() {
  const [isAsking, setAsking] = useState(false);
  return (
    <section>
      <h1>联通与保存，用字说</h1>
      {lines.map((items, index) => <div className="lsline" key={items.map((item) => item.id).join()}><LineState items={items} label={`状态 ${index + 1}`} /></div>)}
      <h2>出错：发生了什么、什么是安全的、按哪里</h2>
      <Alert title="没有存上，硬盘只剩 3 MB。" actions={[
        { id: 'clean', label: '清理旧安装包', keyHint: '1', isAdvised: true, onChoose: nothing }, { id: 'again', label: '再存一次', keyHint: 'Ctrl S', onChoose: nothing },
      ]}>刚写的内容还在屏幕上，之前的记录都在硬盘上。</Alert>
      <Alert tone="warn" title="县里退回 1 条，已隔离保存。" actions={[{ id: 'mend', label: '补上', keyHint: 'Enter', onChoose: nothing }]}>3月6日 石明德 的随访缺“下次日期”。病人的其他记录不受影响。</Alert>
      <Alert tone="info" icon="clock" title="资料可能不全。">最近一次从县里取到是 3月6日 08:10（3 天前），外院用药请当面问一遍。</Alert>
      <Alert tone="ok" title="停电前的草稿已找回，">存于 09:42:18，少了最后 2 秒。</Alert>
      <h2>对话框：只问不能撤回的事</h2>
      <Button onClick={() => { setAsking(true); }}>结束慢阻肺管理</Button>
      <ConfirmDialog isOpen={isAsking} title="结束慢阻肺管理？" cancelLabel="不结束" onCancel={() => { setAsking(false); }} confirmLabel="结束管理" confirmKey="Alt E"
        isDanger onConfirm={() => { setAsking(false); }}>张素芬以后不再出现在到期随访里。已有的 4 次随访都保留，恢复管理要重新建卡。</ConfirmDialog>
    </section>
  );
}

function Calm() {
  return (
    <section>
      <h1>空、等、旧、提示</h1>
      <h2>空：说明为什么空，下一步是什么</h2>
      <div className="box"><Empty icon="today" title="今天没有到期随访" action={<Button size="sm">看本月</Button>}>下一个是 3月11日 罗启贵，慢阻肺</Empty></div>
      <div className="box"><Empty icon="search" title="没有叫“zsfx”的人" action={<Button size="sm" keyHint="F3">新建患者</Button>}>本机 3,128 人里没有；县里的要联通后才能找</Empty></div>
      <h2>等：位置先留好，数据到了不跳；150 毫秒内到就不显示</h2>
      <DataTable label="等" columns={[{ id: 'name', label: '姓名', width: 70 }, { id: 'age', label: '性别年龄', width: 70 }, { id: 'last', label: '上次' }, { id: 'due', label: '应随访', width: 84, align: 'right' }]}>
        <SkeletonRows rows={2} columns={[{ id: 'name', width: 44 }, { id: 'age', width: 36 }, { id: 'last', width: 130 }, { id: 'due', width: 52, align: 'right' }]} />
      </DataTable>
      <h2>短提示：4 秒后自己消失，可撤回的给撤回键</h2>
      <div className="wrap"><Toast text="已登记候诊 12 号 杨昌福" undo={{ label: '撤回', keyHint: 'Ctrl Z', onUndo: nothing }} /></div>
      <h2>来源与状态小签</h2>
      <div className="wrap">
        <Badge tone="accent">接诊中</Badge><Badge icon="edit">草稿，待签名</Badge><Badge icon="box">已拆</Badge><Badge tone="info" icon="people">疑似同一人</Badge>
        <Badge tone="warn" icon="review">未采用</Badge><Badge tone="warn" icon="clock">报卡剩 23 小时</Badge>
      </div>
      <h2>时间线</h2>
      <Timeline entries={[
        { id: '1', time: '3月6日 14:20', text: '镇卫生院改电话，县里当时收到' }, { id: '2', time: '今天 14:06', text: '两个值不同，送来核对', mark: 'bad' },
        { id: '3', time: '现在', text: '等您选，不选也不影响看病', mark: 'now' },
      ]} />
      <h2>无过敏与未问，是两件事</h2>
      <div className="wrap"><AllergyBlock allergy={{ state: 'none', label: '已问，无已知过敏' }} /><AllergyBlock allergy={{ state: 'unasked', label: '过敏史未问' }} /></div>
    </section>
  );
}
