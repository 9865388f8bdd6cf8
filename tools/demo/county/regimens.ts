import type { Diagnosis } from '@lianyi/schema/documents/encounter';
import type { FrequencyCode } from '@lianyi/schema/codes/usage';

/** What is usually given: an ingredient, dispensing units a dose, how often, for how long. */
export interface Prescribed {
  readonly ingredient: string;
  readonly units: number;
  readonly frequency: FrequencyCode;
  readonly days: number;
}

/** A usual visit: a complaint, a finding, a diagnosis and its drugs. */
export interface Regimen {
  readonly complaint: string;
  readonly examination: string;
  readonly diagnosis: Diagnosis;
  readonly drugs: readonly Prescribed[];
  readonly plan: string;
  readonly temperatureC: number;
}

const icd = (code: string, text: string): Diagnosis => ({ system: 'icd10', code, text });

/** Visits of acute illness, for any adult. */
export const acuteRegimens: readonly Regimen[] = [
  { complaint: '咽痛、流涕 2 天', examination: '咽部充血，双肺呼吸音清。', diagnosis: icd('J06.900', '急性上呼吸道感染'), drugs: [{ ingredient: 'paracetamol', units: 1, frequency: 'tid', days: 3 }], plan: '多饮水，休息；高热不退复诊。', temperatureC: 37.6 },
  { complaint: '咳嗽、咳痰 4 天', examination: '双肺呼吸音粗，未闻及湿啰音。', diagnosis: icd('J20.900', '急性支气管炎'), drugs: [{ ingredient: 'ambroxol', units: 1, frequency: 'tid', days: 5 }], plan: '5 天不好转复诊。', temperatureC: 37.1 },
  { complaint: '咽痛伴发热 1 天', examination: '扁桃体 II 度肿大，见脓点。', diagnosis: icd('J03.900', '急性扁桃体炎'), drugs: [{ ingredient: 'azithromycin', units: 2, frequency: 'qd', days: 3 }, { ingredient: 'ibuprofen', units: 1, frequency: 'tid', days: 3 }], plan: '3 天后复查。', temperatureC: 38.4 },
  { complaint: '上腹隐痛、反酸 1 周', examination: '上腹轻压痛，无反跳痛。', diagnosis: icd('K29.700', '胃炎'), drugs: [{ ingredient: 'omeprazole', units: 1, frequency: 'bid', days: 7 }], plan: '忌辛辣；黑便立即来。', temperatureC: 36.5 },
  { complaint: '腹泻 3 次，稀水样', examination: '腹软，肠鸣音活跃，无脱水征。', diagnosis: icd('A09.000', '感染性腹泻'), drugs: [{ ingredient: 'oral rehydration salts', units: 1, frequency: 'bid', days: 2 }, { ingredient: 'diosmectite', units: 1, frequency: 'tid', days: 3 }], plan: '口服补液，便血复诊。', temperatureC: 37.0 },
  { complaint: '腰痛 3 天，弯腰加重', examination: '腰椎旁肌压痛，直腿抬高试验阴性。', diagnosis: icd('M54.500', '腰痛'), drugs: [{ ingredient: 'ibuprofen', units: 1, frequency: 'bid', days: 5 }], plan: '避免负重。', temperatureC: 36.5 },
  { complaint: '双上肢风团、瘙痒半天', examination: '散在风团，无呼吸困难。', diagnosis: icd('L50.900', '荨麻疹'), drugs: [{ ingredient: 'loratadine', units: 1, frequency: 'qd', days: 5 }], plan: '气促立即来。', temperatureC: 36.6 },
];

/** Follow-up visits of chronic programmes. */
export const chronicRegimens: Readonly<Record<'hypertension' | 'diabetes' | 'copd', Regimen>> = {
  hypertension: { complaint: '高血压随访、取药', examination: '神清，心律齐，双下肢无水肿。', diagnosis: icd('I10.x00', '原发性高血压'), drugs: [{ ingredient: 'amlodipine', units: 1, frequency: 'qd', days: 28 }], plan: '低盐饮食，规律服药。', temperatureC: 36.4 },
  diabetes: { complaint: '糖尿病随访、取药', examination: '足背动脉搏动正常。', diagnosis: icd('E11.900', '2型糖尿病'), drugs: [{ ingredient: 'metformin', units: 2, frequency: 'bid', days: 28 }], plan: '控制主食，饭后散步。', temperatureC: 36.4 },
  copd: { complaint: '慢阻肺随访，活动后气促', examination: '桶状胸，双肺呼吸音低。', diagnosis: icd('J44.900', '慢性阻塞性肺疾病'), drugs: [{ ingredient: 'tiotropium bromide', units: 1, frequency: 'qd', days: 28 }], plan: '戒烟，气促加重立即来。', temperatureC: 36.5 },
};
