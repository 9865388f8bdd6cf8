import { formatYuan } from '@lianyi/schema/basics/money';
import { classNames } from '@lianyi/ui';
import type { SlipView } from '../../../../contract/views.ts';
import { SlipBarcode } from './SlipBarcode.tsx';
import {
  ageWords, allergyWords, dayWords, diagnosisWords, groupedPhone, paperByType, printedWords, quantityWords, roleWord, sexWord, specificationWords, timeWords, typeWords, usageWords,
  validityWords, type SlipItem,
} from './slipWords.ts';

/** One A5 prescription slip: fields and their order after 处方管理办法, annex 1; retention after its article 50. */
export function SlipSheet({ slip }: { readonly slip: SlipView }) {
  return (
    <article className="slip" lang="zh-CN" style={{ background: paperByType[slip.type] }}>
      <header>
        <div className="bc"><SlipBarcode number={slip.number} /><small>处方 {slip.number}</small></div>
        <div className="ti"><p>{slip.clinicName}</p><h1>处方笺</h1></div>
        <div className="kind">{typeWords[slip.type]}</div>
      </header>
      <Payment slip={slip} />
      <section className="who">
        <Entry label="姓名" width="w3 big">{slip.patientName}</Entry>
        <Entry label="性别" width="w1">{sexWord(slip.sex)}</Entry>
        <Entry label="年龄" width="w2">{ageWords(slip.ageText)}</Entry>
        <Entry label="科别" width="w2">全科</Entry>
        <Entry label="开具日期" width="w4">{dayWords(slip.issuedOn)}</Entry>
        <Entry label="住址" width="w4 wraps">{slip.address}</Entry>
        <Entry label="电话" width="w2">{groupedPhone(slip.phone)}</Entry>
        <Entry label="临床诊断" width="w6 wraps">{diagnosisWords(slip)}</Entry>
        <Entry label="过敏" width="w4 al wraps">{allergyWords(slip)}</Entry>
        <Entry label="体重" width="w2">{slip.weightKg === null ? '' : `${slip.weightKg.toFixed(1)} kg`}</Entry>
      </section>
      <section className="rp">
        <div className="rpm">Rp.</div>
        <ol>{slip.items.map((item) => <Item key={item.itemNo} item={item} />)}</ol>
        <div className="void">
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <line x1="1" y1="96" x2="99" y2="4" stroke="#000" strokeWidth=".8" vectorEffect="non-scaling-stroke" />
          </svg>
          <span>以下空白</span>
        </div>
      </section>
      <Signatures slip={slip} />
    </article>
  );
}

function Payment({ slip: { payment, insurance, visitNumber } }: { readonly slip: SlipView }) {
  const isInsured = payment === 'insurance';
  return (
    <div className="pay">
      <span>费别</span>
      <span className="ck">公费</span>
      <span className={classNames('ck', (payment === 'cash' || payment === 'scan') && 'on')}>自费</span>
      <span className={classNames('ck', isInsured && 'on')}>{isInsured && insurance !== '' ? `医保（${insurance}）` : '医保'}</span>
      <span className="ck">其他</span>
      <span className="r">门诊号 <b>{visitNumber}</b></span>
    </div>
  );
}

function Entry({ label, width, children }: { readonly label: string; readonly width: string; readonly children: string }) {
  return <div className={`f ${width}`}><span>{label}</span><b>{children === '' ? '\u00a0' : children}</b></div>;
}

function Item({ item }: { readonly item: SlipItem }) {
  return (
    <li>
      <span className="no">{item.itemNo}</span>
      <div className="l1"><b>{item.name}</b><span>{specificationWords(item)}</span><em /><b>{quantityWords(item)}</b></div>
      <div className="sig"><i>Sig.</i> {usageWords(item)}</div>
    </li>
  );
}

function Signatures({ slip }: { readonly slip: SlipView }) {
  const { prescriber, prescriberRole, signedAt, totalFen, items, dispensedBy, checkedBy, printedAt } = slip;
  const signed = signedAt === null ? '草稿，未签名，不得调配' : [roleWord(prescriberRole), `电子签名 ${timeWords(signedAt)}`].filter((word) => word !== '').join(' · ');
  return (
    <footer>
      <div className="sg">
        <div><span>医师</span><b className="sn">{signedAt === null ? '' : prescriber}</b><small>{signed}</small></div>
        <div className="amt"><span>药品金额</span><b>¥ {formatYuan(totalFen)}</b><small>共 {items.length} 种</small></div>
      </div>
      <div className="sg4">
        {[['审核', dispensedBy], ['调配', dispensedBy], ['核对', checkedBy], ['发药', dispensedBy]].map(([act, name]) => (
          <div key={act}><span>{act}</span><b>{name ?? '\u00a0'}</b></div>
        ))}
      </div>
      <p className="nt">
        {validityWords(slip)}<br />
        药品离开药房，除质量问题外不退换。<span>{printedWords(printedAt)} 打印 · 保存 1 年</span>
      </p>
    </footer>
  );
}
