import pptxgenjs from "pptxgenjs";

type PptxModule = typeof pptxgenjs;

export type Presentation = InstanceType<PptxModule["default"]>;
export type Slide = pptxgenjs.default.Slide;
export type TextProps = pptxgenjs.default.TextProps;
export type TextPropsOptions = pptxgenjs.default.TextPropsOptions;
export type TableCellText = pptxgenjs.default.TableCell;
export type BorderProps = pptxgenjs.default.BorderProps;
export type PositionProps = pptxgenjs.default.PositionProps;

/** A presentation without slides. */
export function newPresentation(): Presentation {
  // The package's types say that the class is a property; in its ES module it is the default export itself.
  const Class = "default" in pptxgenjs ? pptxgenjs.default : (pptxgenjs as unknown as PptxModule["default"]);
  return new Class();
}
