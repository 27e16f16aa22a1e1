export { LIST_FORMATS, listFormat, type ListFormat, openListWriter } from './list-writer.ts'
export { rankedLists } from './ranked-lists.ts'
export { readUserList, usersOf } from './user-list.ts'
