import { useRef, useState } from 'react';
import {
  ActionsBar, Alert, BloodPressureChart, Button, Columns, Field, FormRow, Icon, Key, LinkButton, NumberInput, Page, PatientBanner, Picker, SectionHead,
  Select, SideColumn, Tabs, TextArea, TextInput, useEnterAsTab, useHotkeys, useToast, type Marked,
} from '../src/index.ts';
import { Frame } from './Frame.tsx';

interface Found { readonly code: string; readonly title: Marked; readonly why: Marked }

const found: readonly Found[] = [
  { code: 'J44.100', title: { text: '慢阻肺急性加重', marks: [[0, 3]] }, why: { text: '本月用过 3 次' } },
  { code: 'J44.900', title: { text: '慢性阻塞性肺疾病' }, why: { text: '别名 慢阻肺', marks: [[3, 6]] } },
  { code: 'J44.000', title: { text: '慢阻肺伴急性下呼吸道感染', marks: [[0, 3]] }, why: { text: '首字母' } },
];

const tabs = [
  { id: 'now', label: '本次就诊' }, { id: 'past', label: '既往', count: 23 }, { id: 'meds', label: '用药', count: 3 }, { id: 'lab', label: '检验', count: 6 },
  { id: 'follow', label: '随访', count: 4 }, { id: 'refer', label: '转诊', count: 1 }, { id: 'vacc', label: '接种', count: 2 }, { id: 'changes', label: '改动记录' },
] as const;

/** docs/screens/04-visit out of the package's parts. */
export function Visit() {
  const [tab, setTab] = useState<(typeof tabs)[number]['id']>('now');
  const form = useRef<HTMLDivElement>(null);
  const toast = useToast();
  useEnterAsTab(form);
  useHotkeys({ 'Ctrl+S': () => { toast({ text: '草稿已存本机', undo: { label: '撤回', keyHint: 'Ctrl Z', onUndo: () => { toast({ text: '已撤回' }); } } }); } });
  return (
    <Frame current="visit">
      <PatientBanner isPageTitle label="患者" name="张素芬" sexAge="女 67 岁" birthDate="1959年2月14日" meta={['青石坪村一组', '522299 1959 0214 0328']}
        allergy={{ state: 'some', label: '过敏', items: [{ substance: '青霉素', reaction: '皮疹、喉头水肿 2019' }, { substance: '磺胺类', reaction: '皮疹 2012' }] }}
        risks={[{ label: '病史', text: '慢阻肺 · 高血压 2 级 · 血脂异常' }, { label: '风险', text: '65 岁以上 · 家庭医生签约' }]}
        asOf={{ text: '资料完整至 3月6日 08:10', note: '3 天前；之后外院就诊可能缺', tone: 'warn' }} />
      <Tabs label="病历" tabs={tabs} value={tab} onChange={setTab} panelId="record" />
      <Columns template="minmax(0, 1fr) 290px">
        <Page className="visit" id="record" role="tabpanel" aria-labelledby={`record-${tab}`} ref={form}>
          <Vitals />
          <FormRow title="病史"><div className="mid"><History /><Diagnoses /></div></FormRow>
          <FormRow title="处方"><Prescription /></FormRow>
        </Page>
        <Side />
      </Columns>
      <ActionsBar states={[{ id: 'draft', icon: 'ok', tone: 'ok', text: '草稿 09:42:18 已存本机' }, { id: 'why', icon: 'stop', tone: 'danger', text: '1 项禁忌未处理，处理后可签名' }]}>
        <Button keyHint="F7">沿用上次</Button><Button keyHint="F9">转诊</Button><Button keyHint="Ctrl P">打印</Button><Button variant="primary" keyHint="F8" disabled>签名并发药</Button>
      </ActionsBar>
    </Frame>
  );
}

function Vitals() {
  const [temperature, setTemperature] = useState('37.8');
  return (
    <FormRow title="体征" className="vitrow">
      <div className="vit">
        <Field label="体温" hint={{ text: '低热 36.0–37.2', tone: 'warn' }}><NumberInput value={temperature} onChange={setTemperature} unit="℃" isOut /></Field>
        <Field label="脉搏" hint="60–100"><NumberInput value="96" unit="次/分" /></Field>
        <Field label="呼吸" hint={{ text: '偏快 12–20', tone: 'warn' }}><NumberInput value="24" unit="次/分" isOut /></Field>
        <Field label="血压" hint={{ text: '目标 <150/90（≥65 岁）', tone: 'warn' }}><NumberInput value="152 / 86" unit="mmHg" isOut /></Field>
        <Field label="血氧" hint="慢阻肺 88–92"><NumberInput value="91" unit="%" /></Field>
        <Field label="体重" hint="BMI 23.4"><NumberInput value="54.0" unit="kg" /></Field>
        <Field label="NEWS2" hint="低危，单项均 <3"><NumberInput value="3" unit="分 自动" readOnly /></Field>
      </div>
    </FormRow>
  );
}

function History() {
  return (
    <div className="hist">
      <TextInput aria-label="主诉" value="咳嗽、咳黄痰 3 天，活动后气促加重" />
      <TextArea aria-label="现病史" value="3 天前受凉后咳嗽加重，痰由白转黄、量增多，夜间可平卧，无胸痛、咯血。在家自用噻托溴铵，未用其他药。" />
      <TextArea aria-label="查体" value="神清，口唇无发绀。双肺呼吸音低，散在哮鸣音，右下肺少许湿啰音。双下肢无水肿。" />
    </div>
  );
}

function Diagnoses() {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(['I10.x00 高血压']);
  const items = query === '' ? [] : [...found, { code: '', title: { text: `先按文字记下“${query}”，签名前再编码` }, why: { text: '' } }];
  return (
    <div className="dx">
      <h2>诊断</h2>
      <Picker<Found> aria-label="诊断" hasCodes items={items} itemKey={(item) => item.title.text}
        itemLine={(item) => ({ code: item.code === '' ? <Icon name="edit" className="is-accent" /> : item.code, title: item.title, why: item.why })}
        query={query} onQueryChange={setQuery}
        onPick={(item) => { setChosen((before) => [...before, `${item.code} ${item.title.text}`]); }}
        onPickAlternative={(item) => { setChosen((before) => [`${item.code} ${item.title.text}`, ...before]); }}
        chips={chosen.map((label, index) => ({
          id: label, label: `${index + 1} ${label}`, removeLabel: `删除 ${label}`, onRemove: () => { setChosen((before) => before.filter((other) => other !== label)); },
        }))}
        unit="编码 · 名称 · 首字母" countText="3 条" emptyText="没有找到"
        footHints={[{ keys: '↑↓', text: '选' }, { keys: 'Enter', text: '加为诊断' }, { keys: 'Ctrl Enter', text: '设为主诊断' }]} />
    </div>
  );
}

const frequencies = [{ value: 'qd', label: '每日 1 次 晨' }, { value: 'bid', label: '每日 2 次' }, { value: 'tid', label: '每日 3 次' }] as const;
const routes = [{ value: 'po', label: '口服' }, { value: 'iv', label: '静滴' }] as const;
const lines = [
  { no: 1, name: '氨溴索片', pack: '30 mg×20 片', dose: '30', unit: 'mg', often: 'tid', quantity: '15', price: '4.80' },
  { no: 2, name: '克拉霉素片', pack: '0.25 g×12 片', dose: '0.5', unit: 'g', often: 'bid', quantity: '20', price: '19.00' },
  { no: 3, name: '泼尼松片', pack: '5 mg×100 片', dose: '30', unit: 'mg', often: 'qd', quantity: '30', price: '1.80' },
] as const;

function Prescription() {
  const [query, setQuery] = useState('');
  const toast = useToast();
  const nothing = () => undefined;
  return (
    <>
      <table className="rx" aria-label="处方">
        <thead><tr><th><span className="sr">序号</span></th><th>药品</th><th style={{ width: 86 }}>单次</th><th style={{ width: 104 }}>频次</th><th style={{ width: 76 }}>途径</th><th style={{ width: 66 }}>天数</th><th className="n" style={{ width: 98 }}>数量（自动）</th><th className="n" style={{ width: 78 }}>金额（元）</th></tr></thead>
        <tbody>
          {lines.flatMap((line) => [
            <tr key={line.no} className={line.no === 2 ? 'bad' : undefined}>
              <td>{line.no}</td><td><span className="nm">{line.name}</span> <span className="dim">{line.pack}</span></td>
              <td><NumberInput aria-label={`${line.name} 单次`} value={line.dose} unit={line.unit} boxSize="sm" /></td>
              <td><Select aria-label={`${line.name} 频次`} value={line.often} options={frequencies} onChange={nothing} boxSize="sm" /></td>
              <td><Select aria-label={`${line.name} 途径`} value="po" options={routes} onChange={nothing} boxSize="sm" /></td>
              <td><NumberInput aria-label={`${line.name} 天数`} value="5" unit="天" boxSize="sm" /></td>
              <td className="n"><b>{line.quantity}</b> <span className="dim">片</span></td><td className="n">{line.price}</td>
            </tr>,
            line.no === 2 && (
              <tr className="al" key="alert"><td colSpan={8}>
                <Alert title="禁忌：克拉霉素 + 在用的辛伐他汀。" rule="规则 DDI-0417" actionsLabel="改为：" override={{ label: '仍要使用，写明理由', onOverride: nothing }} actions={[
                  { id: 'azi', label: '阿奇霉素 0.5 g 每日 1 次 ×3 天', keyHint: '1', isAdvised: true, onChoose: () => { toast({ text: '已改为阿奇霉素' }); } },
                  { id: 'dox', label: '多西环素 0.1 g 每日 2 次 ×5 天', keyHint: '2', onChoose: () => { toast({ text: '已改为多西环素' }); } }, { id: 'stop', label: '疗程内停辛伐他汀', keyHint: '3', onChoose: nothing },
                ]}>克拉霉素抑制 CYP3A4，他汀血药浓度升高，可致横纹肌溶解和急性肾损伤。</Alert>
              </td></tr>
            ),
          ])}
        </tbody>
      </table>
      <div className="rxfoot">
        <Picker<Found> aria-label="加药" items={query === '' ? [] : found} itemKey={(item) => item.code} itemLine={(item) => ({ title: item.title, why: item.why })} query={query} onQueryChange={setQuery} onPick={nothing}
          placeholder="加药：药名、首字母、条码" icon="plus" keyHint="F4" boxClassName="dashed" />
        <span className="sub">普通处方 3 / 5 种 · 5 天 / 限 7 天</span><span className="tot">合计 <b>¥25.60</b></span>
      </div>
    </>
  );
}

function Side() {
  return (
    <SideColumn className="visitside" aria-label="相关资料">
      <SectionHead title="在用药品" count="3" more={<LinkButton>核对</LinkButton>} />
      <ul className="meds">
        <li><b>缬沙坦胶囊</b><span className="sub">80 mg 每日 1 次</span><span className="small dim">2月23日开，还够 14 天</span></li>
        <li className="hit"><b>辛伐他汀片</b><span className="sub">20 mg 每晚 1 次</span><span className="small is-danger">与克拉霉素禁忌 · 还够 14 天</span></li>
        <li><b>噻托溴铵粉吸入剂</b><span className="sub">18 μg 每日 1 次</span><span className="small dim">县医院呼吸科 1月12日</span></li>
      </ul>
      <SectionHead className="g" title="血压" count="近 6 次 · mmHg" />
      <BloodPressureChart label="近六次血压：166/92，148/84，144/81，149/86，143/83，今天 152/86" goal={{ systolic: 150, diastolic: 90 }} points={[
        { id: '1', systolic: 166, diastolic: 92, label: '去年9月' }, { id: '2', systolic: 148, diastolic: 84 }, { id: '3', systolic: 144, diastolic: 81, label: '12月' },
        { id: '4', systolic: 149, diastolic: 86 }, { id: '5', systolic: 143, diastolic: 83, label: '2月' }, { id: '6', systolic: 152, diastolic: 86, label: '今天' },
      ]} />
      <SectionHead className="g" title="上次就诊" count="2月23日 · 14 天前" more={<LinkButton>打开</LinkButton>} />
      <div className="last"><p><b>原发性高血压</b> <span className="dim">I10.x00</span></p><p className="sub">143/83，达标。续缬沙坦、辛伐他汀 28 天。</p><p className="dim small">吴明礼 · 青石坪村卫生室</p></div>
      <SectionHead className="g" title="到期事项" />
      <ul className="meds">
        <li><b>慢阻肺随访</b><span className="is-accent">本次一并做 <Key>F6</Key></span><span className="small dim">3月16日到期，7 天后；体征自动带入</span></li>
        <li><b>老年人体检</b><span className="is-warn"><Icon name="clock" /> 逾期 1 个月</span><span className="small dim">上次 2025年2月6日</span></li>
      </ul>
    </SideColumn>
  );
}
