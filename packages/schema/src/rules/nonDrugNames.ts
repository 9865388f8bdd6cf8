const words = `
  花生 坚果 核桃 腰果 杏仁 芝麻 大豆 黄豆 豆 豆制品 小麦 面粉 面食 麸质 鸡蛋 蛋 蛋清 牛奶 奶 奶制品 乳制品 海鲜 海产品 海鱼 鱼 鱼虾 虾 虾蟹 螃蟹 蟹 贝 扇贝 鱿鱼
  牛肉 羊肉 牛羊肉 鸡肉 猪肉 芒果 菠萝 桃 桃子 草莓 猕猴桃 水果 西红柿 辣椒 香菜 蘑菇 菌子 酒 白酒 啤酒 食物 食品
  花粉 尘螨 螨虫 灰尘 粉尘 霉菌 猫毛 狗毛 猫 狗 毛发 动物毛 皮毛 羽毛 柳絮 杨絮 蒿草 豚草 漆树 油漆 冷空气 冷风 紫外线 阳光 日光 蚊虫 蚊子 蜂 蜜蜂 黄蜂 蜂毒
  乳胶 橡胶 胶布 染发剂 化妆品 洗衣粉 洗洁精 农药 金属 镍 塑料 香水
  peanut peanuts nut nuts treenuts egg eggs milk dairy soy soya wheat gluten fish seafood shellfish shrimp prawn crab mango strawberry food alcohol
  pollen dust housedust dustmite dustmites mould mold cat cats dog dogs feathers bee beesting wasp wasps insectbites sunlight cold latex rubber nickel plaster paint cosmetics
`;

/** What people react to that is no drug, as it is commonly written, without spaces. */
export const nonDrugNames: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
