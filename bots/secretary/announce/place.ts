const PLACE =
  /(?:在|到|至|于|地点[是在为：:]?|集合点[是在：:]?)\s*([\p{Script=Han}\dA-Za-z]{0,14}?(?:[\d一二三四五六七八九十]+楼(?:[\p{Script=Han}\d]{0,4}(?:会议室|报告厅|活动室|大厅|办公室))?|会议室|报告厅|礼堂|活动室|广场|中心|食堂|大厅|办公室|车间|小区|公园|社区|门口|[东南西北]门))/u;

/** Where a text says that something is: `一楼会议室` in `周五下午两点在一楼会议室开会`. */
export const placeIn = (text: string): string | undefined => PLACE.exec(text)?.[1];
