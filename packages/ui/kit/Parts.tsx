import { useState } from 'react';
import {
  ActionsBar, Badge, BarChart, Button, Cell, Checkbox, Choices, Columns, DataTable, Dialog, Field, KeyValues, Meter, Page, PageHead, ProgressBar, RadioCard,
  SectionHead, SegmentedTabs, Select, SelectableRow, SideColumn, Sparkline, StackBar, StatusText, StepBar, TextInput, Tile, Tiles, Tooltip, useRowKeys, useToast,
} from '../src/index.ts';
import { Frame } from './Frame.tsx';

const months = [
  ['3', 0], ['4', 412, true], ['5', 655, true], ['6', 180], ['7', 0], ['8', 738], ['9', 96], ['10', 1204], ['11', 2210], ['12', 860], ['1', 1580], ['2', 2935],
] as const;
const waiting = [
  { no: 7, name: '张素芬', age: '女 67 岁', why: '咳嗽、咳黄痰 3 天，活动后气促' }, { no: 8, name: '龙子涵', age: '男 4 岁', why: '发热 39.1 ℃，咽痛，今晨起' },
  { no: 9, name: '杨昌福', age: '男 58 岁', why: '高血压取药，长期处方明日到期' }, { no: 10, name: '田桂香', age: '女 71 岁', why: '右膝痛 1 周，上下楼加重' },
] as const;

/** The parts of stock, review and county pages. */
export function Parts() {
  const [filter, setFilter] = useState('todo');
  return (
    <Frame current="parts">
      <Tiles>
        <Tile label="今日就诊" value="1,284" unit="人次" note="上周一同时刻 1,312" />
        <Tile label="今日到期随访" value="417" unit="/ 562 已做" note={<><StatusText tone="warn" icon="clock" isBold>逾期 86</StatusText> · 高血压 51</>} />
        <Tile label="待县里接手" value="1" unit="急救转诊" icon="ambulance" tone="danger" note="普通转诊 9 · 报卡 4" />
      </Tiles>
      <Columns template="minmax(0, 1fr) 344px">
        <Page>
          <PageHead title="库存" sub="186 种 · 342 个批号" note="上次盘点 2月27日，差异 0" more={<Button keyHint="Alt V">只看本村</Button>} />
          <div className="row">
            <SegmentedTabs label="筛选" value={filter} onChange={setFilter} options={[
              { id: 'todo', label: '要处理', count: 11 }, { id: 'out', label: '缺货', count: 1 }, { id: 'low', label: '低库存', count: 5 }, { id: 'all', label: '全部', count: 186, isPlain: true },
            ]} />
            <span style={{ marginLeft: 'auto', width: 220 }}><TextInput aria-label="药名、首字母、批号" placeholder="药名、首字母、批号" value="" icon="search" keyHint="/" boxSize="sm" /></span>
          </div>
          <Waiting />
          <ReviewChoice />
        </Page>
        <SideColumn aria-label="到期金额和建议">
          <SectionHead title="到期金额" count="未来 12 个月 · 元" />
          <BarChart label="按月到期金额：4 月 412，5 月 655，6 月 180，8 月 738，9 月 96，10 月 1204，11 月 2210，12 月 860，明年 1 月 1580，2 月 2935"
            groups={[{ at: 0, label: '2026 年' }, { at: 10, label: '2027 年' }]}
            bars={months.map(([label, value, isNear = false]) => ({ label, value, isNear, valueText: isNear || value > 2000 ? value.toLocaleString('en') : undefined }))} />
          <p className="small sub row"><i className="hatch" />90 天内到期 <b>¥1,067.00</b>，2 个批号</p>
          <SectionHead title="今日收入" />
          <StackBar label="医保 276.00，现金 126.00，扫码 84.50" parts={[
            { id: 'ins', label: <>医保 <span className="dim">联通后结算</span></>, value: 276, valueText: '276.00' }, { id: 'cash', label: '现金', value: 126, valueText: '126.00' }, { id: 'scan', label: '扫码', value: 84.5, valueText: '84.50' },
          ]} />
          <SectionHead title="扫追溯码" count="已扫 2 / 4" />
          <StepBar label="已扫 2 个，共 4 个" done={2} total={4} />
          <SectionHead title="其他" isRuled />
          <p>够用 4 天 <Meter share={0.13} isLow width={56} /> 够用 61 天 <Meter share={1} width={56} /> <Sparkline values={[8.4, 7.9, 8.1, 7.2, 6.9]} label="空腹血糖 8.4，7.9，8.1，7.2，6.9" /></p>
          <ProgressBar label="首次下载本村资料" value={1312} max={3128} text="42 % · 约 3 分钟" />
        </SideColumn>
      </Columns>
      <Foot />
    </Frame>
  );
}

function Waiting() {
  const [index, setIndex] = useState(1);
  const toast = useToast();
  const rows = useRowKeys({ count: waiting.length, index, onIndexChange: setIndex, onOpen: (row) => { toast({ text: `接诊 ${waiting[row]?.name ?? ''}` }); } });
  return (
    <DataTable label="候诊" rows={rows} columns={[
      { id: 'no', label: '号', width: 44 }, { id: 'name', label: '姓名', width: 80 }, { id: 'age', label: '性别年龄', width: 78 }, { id: 'why', label: '来看什么' }, { id: 'state', label: '状态', width: 120, align: 'right' },
    ]}>
      {waiting.map((person, row) => (
        <SelectableRow key={person.no} {...rows.row(row)}>
          <Cell className="dim">{person.no}</Cell><Cell><span className="nm">{person.name}</span></Cell><Cell className="sub">{person.age}</Cell><Cell isCut>{person.why}</Cell>
          <Cell align="right">{row === 0 ? <Badge tone="accent">接诊中</Badge> : <span className="sub">候诊</span>}</Cell>
        </SelectableRow>
      ))}
    </DataTable>
  );
}

const sides = ['county', 'local', 'both'] as const;

function ReviewChoice() {
  const [value, setValue] = useState<(typeof sides)[number] | null>('county');
  const [kin, setKin] = useState<'child' | 'spouse'>('child');
  return (
    <Choices label="联系电话" value={value} onChange={setValue} values={sides}>
      <RadioCard value="county" title="县里的值" aside={<Badge>现在用的</Badge>} digit="1" big="138 0000 4127">
        <KeyValues items={[{ key: 'who', label: '谁', value: <>罗小琴 <span className="dim">护士</span></> }, { key: 'why', label: '因何', value: '取药时本人报的新号码' }]} />
      </RadioCard>
      <RadioCard value="local" title="本机的值" aside={<Badge tone="warn" icon="review">未采用</Badge>} digit="2" big="150 0000 8936">
        <KeyValues items={[{ key: 'who', label: '谁', value: <>吴明礼 <span className="dim">乡村医生</span></> }, { key: 'why', label: '因何', value: '家庭随访，儿子龙德明留的' }]} />
      </RadioCard>
      <RadioCard value="both" title="两个都留" isWide digit="3" aside={<><span className="sub">138 作本人，150 作</span><Select aria-label="关系" value={kin} onChange={setKin} options={[{ value: 'child', label: '家属（儿子）' }, { value: 'spouse', label: '家属（配偶）' }]} boxSize="sm" /></>} />
    </Choices>
  );
}

function Foot() {
  const [isOpen, setOpen] = useState(false);
  const [isRead, setRead] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <ActionsBar states={[{ id: 'a', icon: 'ok', tone: 'ok', text: '账实：本机台账逐片相加，14:07 已存' }, { id: 'b', text: '其他机构的调拨以 1 分钟前为准' }]}>
      <Checkbox checked={isRead} onChange={setRead}>已核对</Checkbox>
      <Tooltip text="把 11 项一次写进请领单"><Button variant="quiet">怎么算的</Button></Tooltip>
      <Button variant="primary" keyHint="F7" onClick={() => { setOpen(true); }}>生成请领单</Button>
      <Dialog isOpen={isOpen} onClose={() => { setOpen(false); }} title="写明理由" foot={<><Button keyHint="Esc" onClick={() => { setOpen(false); }}>不用了</Button><Button variant="primary" disabled={reason === ''}>保存</Button></>}>
        <Field label="理由" hint="会随处方一起送到县里的药师" isRequired><TextInput value={reason} onChange={setReason} /></Field>
      </Dialog>
    </ActionsBar>
  );
}
