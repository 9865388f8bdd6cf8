import './styles.css';

export { Icon, type IconProps } from './icons/Icon.tsx';
export type { IconName } from './icons/iconShapes.tsx';
export { Logo, type LogoProps } from './icons/Logo.tsx';

export { readBase64 } from './files/readBase64.ts';
export { saveFile } from './files/saveFile.ts';

export { classNames } from './text/classNames.ts';
export { MarkedText } from './text/MarkedText.tsx';
export type { Marked } from './text/marks.ts';
export { toAsciiNumber } from './text/asciiNumber.ts';
export type { Tone } from './text/tones.ts';

export { useHotkeys, type HotkeyHandler } from './keyboard/useHotkeys.ts';
export { ConfirmKey } from './keyboard/ConfirmKey.tsx';
export { HotkeyLayer } from './keyboard/HotkeyLayer.tsx';
export { focusFirstWrong } from './keyboard/focusFirstWrong.ts';
export { useEnterAsTab } from './keyboard/useEnterAsTab.ts';

export { AppShell, type AppShellProps } from './shell/AppShell.tsx';
export { Rail, type RailModule, type RailProps } from './shell/Rail.tsx';
export { FindBox, type FindBoxProps } from './shell/FindBox.tsx';
export { LineState, type LineStateItem } from './shell/LineState.tsx';
export { StaffBadge, type StaffBadgeProps } from './shell/StaffBadge.tsx';
export { ActionsBar, type ActionsBarProps, type ActionsState } from './shell/ActionsBar.tsx';
export {
  Columns, FormRow, Page, PageHead, SectionHead, SideColumn, type ColumnsProps, type PageHeadProps, type SectionHeadProps,
} from './shell/Page.tsx';

export { AllergyBlock, type AllergyItem, type AllergyState } from './patient/AllergyBlock.tsx';
export { PatientBanner, type AsOf, type PatientBannerProps, type RiskLine } from './patient/PatientBanner.tsx';

export { Button, type ButtonProps } from './controls/Button.tsx';
export { Checkbox, type CheckboxProps } from './controls/Checkbox.tsx';
export { Choices, RadioCard, type ChoicesProps, type RadioCardProps } from './controls/Choices.tsx';
export { Field, useField, type FieldHint, type FieldProps } from './controls/Field.tsx';
export { Key } from './controls/Key.tsx';
export { LinkButton } from './controls/LinkButton.tsx';
export { NumberInput, type NumberInputProps } from './controls/NumberInput.tsx';
export { Picker, type PickerChip, type PickerProps } from './controls/Picker.tsx';
export type { PickerLine } from './controls/PickerList.tsx';
export { PinInput, type PinInputProps } from './controls/PinInput.tsx';
export { SegmentedTabs, type FilterTab, type SegmentedTabsProps } from './controls/SegmentedTabs.tsx';
export { Select, type SelectOption, type SelectProps } from './controls/Select.tsx';
export { Tabs, type Tab, type TabsProps } from './controls/Tabs.tsx';
export { TextArea, type TextAreaProps } from './controls/TextArea.tsx';
export { TextInput, type TextInputProps } from './controls/TextInput.tsx';

export { Cell, DataTable, type CellProps, type Column, type DataTableProps } from './tables/DataTable.tsx';
export { SelectableRow, type SelectableRowProps } from './tables/SelectableRow.tsx';
export { useRowKeys, type RowKeyProps, type RowKeys, type RowKeysOptions } from './tables/useRowKeys.ts';

export { Alert, type AlertAction, type AlertProps } from './status/Alert.tsx';
export { Badge, type BadgeProps } from './status/Badge.tsx';
export { ConfirmDialog, Dialog, type ConfirmDialogProps, type DialogProps } from './status/Dialog.tsx';
export { Empty, type EmptyProps } from './status/Empty.tsx';
export { KeyValues, type KeyValue } from './status/KeyValues.tsx';
export { Meter, type MeterProps } from './status/Meter.tsx';
export { ProgressBar, StepBar, type ProgressBarProps, type StepBarProps } from './status/ProgressBar.tsx';
export { SkeletonBar, SkeletonRows, type SkeletonColumn, type SkeletonRowsProps } from './status/Skeleton.tsx';
export { PlaceMark, placeMarks, type Place } from './status/PlaceMark.tsx';
export { StatusText } from './status/StatusText.tsx';
export { Tile, Tiles, type TileProps } from './status/Tiles.tsx';
export { Timeline, type TimelineEntry } from './status/Timeline.tsx';
export { Toast, ToastHost, useToast, type ToastMessage } from './status/Toast.tsx';
export { Tooltip } from './status/Tooltip.tsx';
export { useIsSlow } from './status/useIsSlow.ts';
export { useSettled } from './status/useSettled.ts';

export { BarChart, type Bar, type BarChartProps } from './charts/BarChart.tsx';
export { BloodPressureChart, type BloodPressureChartProps, type BloodPressurePoint } from './charts/BloodPressureChart.tsx';
export { Sparkline, type SparklineProps } from './charts/Sparkline.tsx';
export { StackBar, type StackPart } from './charts/StackBar.tsx';
