export declare function summary(results: object, testFolder: string): string[];
export declare const BUDGET_S: Readonly<Record<string, number>>;
