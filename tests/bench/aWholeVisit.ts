import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { testOrgId, aSignature } from '../builders/aPatient.ts';
import { aDispenseOf } from '../builders/aDispense.ts';
import { anEncounter } from '../builders/anEncounter.ts';
import { aPrescription } from '../builders/aPrescription.ts';
import { aLot } from '../builders/aStockMove.ts';

/** A signed visit with its prescription, what was handed out, and the stock that fell: what one working action saves. */
export function aWholeVisit(patient: Patient, at: string, orgId: OrganisationId = testOrgId): readonly AnyDocument[] {
  const encounter = anEncounter({
    patientId: patient.id, homeId: patient.homeId, orgId, startedAt: at,
    complaint: '咳嗽、咳黄痰 3 天，活动后气促', history: '3 天前受凉后咳嗽，咳黄痰，无胸痛、咯血，体温最高 38.1 ℃。既往高血压、慢阻肺。', examination: '双肺呼吸音粗，右下肺可闻及少许湿啰音，心率 92 次/分，律齐，双下肢无水肿。',
    vitals: { temperatureC: 37.8, pulse: 92, respiration: 20, systolic: 142, diastolic: 86, spo2: 95, weightKg: 52, heightCm: 155, glucoseMmolL: null, onOxygen: false, consciousness: 'A' },
    diagnoses: [{ system: 'icd10', code: 'J44.100', text: '慢性阻塞性肺疾病伴急性加重' }, { system: 'icd10', code: 'I10.x00', text: '原发性高血压' }],
    plan: '口服抗菌药 5 天，3 天后复诊。', progress: { state: 'signed', signature: aSignature({ at }) },
  });
  const prescription = aPrescription({ patientId: patient.id, homeId: patient.homeId, orgId, encounterId: encounter.id, createdAt: at });
  const { dispense, move } = aDispenseOf(prescription, aLot({ ownerId: orgId }), 15);
  return [encounter, prescription, dispense, move];
}
