import type { DocumentKind } from '../../render/document-kind.ts';
import { searchIn } from './ceiling-search.ts';
import { ceilingTold } from './ceiling-told.ts';

export const documentKind: DocumentKind = {
  show: (files) =>
    files.flatMap(({ result }) => {
      const search = searchIn(result);
      if (search === undefined) return [];
      const { found } = search;
      return { list: 'ceilings', data: found, title: found.plan, told: ceilingTold(search) };
    }),
};
